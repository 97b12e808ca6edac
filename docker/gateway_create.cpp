#include <memory>
#include <utility>

#include "docker/gateway_calls.hpp"
#include "docker/systemd_rights.hpp"

namespace spin::docker {

namespace {

/// A create under way. Holds itself through the callbacks that it waits for.
struct creation : std::enable_shared_from_this<creation> {
  explicit creation(calls_port& where) : port(where) {}

  calls_port& port;
  std::string id;
  container_spec what;
  callback<std::string> then;
  /// The engine's id of it, once there is one.
  std::string made;
  /// The next network to join; the create itself joins the first.
  std::size_t next_network = 1;

  void begin() {
    if (!what.rights.systemd)
      return make();
    port.door().info(port.wrap(callback<engine_info>{
        [me = shared_from_this()](const outcome<engine_info>& engine) {
          if (!engine)
            return me->fail_with(engine.error());
          me->what.rights = with_systemd(std::move(me->what.rights), *engine);
          me->make();
        }}));
  }

  void make() {
    port.door().create(
        what, port.wrap(callback<std::string>{
                  [me = shared_from_this()](const outcome<std::string>& told) {
                    const bool unsure =
                        !told
                        && (told.error().code == errc::conflict
                            || outcome_unknown(told.error().code));
                    if (told)
                      me->join(*told);
                    else if (unsure)
                      me->find_again(told.error());
                    else
                      me->fail_with(told.error());
                  }}));
  }

  /// What has that name is ours only if its label says so.
  void find_again(const failure& why) {
    port.door().inspect(
        what.name, port.wrap(callback<container_info>{
                       [why, me = shared_from_this()](
                           const outcome<container_info>& found) {
                         if (found && carries(*found, me->id))
                           me->join(found->id);
                         else
                           me->fail_with(why);
                       }}));
  }

  void join(const std::string& container) {
    made = container;
    join_next();
  }

  void join_next() {
    if (next_network >= what.options.networks.size())
      return put_files();
    port.door().join_network(made, what.options.networks[next_network++],
                             go_on([](creation& me) { me.join_next(); }));
  }

  void put_files() {
    if (what.files.empty())
      return then(made);
    port.door().put_files(made, what.files,
                          go_on([](creation& me) { me.then(me.made); }));
  }

  /// Calls `next` if the engine did what it was asked; else undoes the create.
  callback<done> go_on(void (*next)(creation&)) {
    return port.wrap(callback<done>{
        [next, me = shared_from_this()](const outcome<done>& how) {
          if (how)
            next(*me);
          else
            me->undo(how.error());
        }});
  }

  void undo(const failure& why) {
    port.door().remove(
        made, port.wrap(callback<done>{
                  [why, me = shared_from_this()](const outcome<done>& removed) {
                    if (removed)
                      me->fail_with(
                          {outcome_unknown(why.code) ? errc::engine_refused
                                                     : why.code,
                           why.what});
                    else
                      me->fail_with({errc::timed_out, why.what});
                  }}));
  }

  void fail_with(const failure& why) const {
    then(tl::unexpected<failure>(why));
  }
};

} // namespace

void create(calls_port& port, const std::string& id, const container_spec& what,
            callback<std::string> then) {
  auto call = std::make_shared<creation>(port);
  call->id = id;
  call->what = what;
  call->then = std::move(then);
  call->begin();
}

} // namespace spin::docker
