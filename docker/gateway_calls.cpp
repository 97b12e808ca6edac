#include "docker/gateway_calls.hpp"

#include <memory>
#include <utility>

namespace spin::docker {

namespace {

bool is_engine_id(const std::string& what) {
  return what.size() == 64
         && what.find_first_not_of("0123456789abcdef") == what.npos;
}

bool is_paused(const container_info& info) {
  return info.state == run_state::paused;
}

bool runs(const container_info& info) {
  return is_up(info.state) && !is_paused(info);
}

bool is_still_up(const container_info& info) {
  return is_up(info.state);
}

/// Whether a container is as it was before a switch.
using is_unchanged = bool (*)(const container_info&);

/// Returns what to say of a switch that ended as `switched` and left `info`
/// behind. One that was refused counts as failed only if nothing has changed: a
/// container that ended meanwhile is told as it is.
outcome<container_info> settled(const outcome<done>& switched,
                                const outcome<container_info>& info,
                                is_unchanged same) {
  if (!switched && info && same(*info))
    return fail(errc::engine_refused, switched.error().what);
  if (switched && !info && info.error().code != errc::no_such_container)
    return fail(errc::timed_out, info.error().what);
  return info;
}

/// Pauses or resumes (`verb`) and then inspects.
void switch_to(calls_port& port, const std::string& what,
               void (engine::*verb)(std::string, callback<done>),
               is_unchanged same, callback<container_info> then) {
  (port.door().*verb)(
    what, port.wrap(callback<done>{[&port, what, same,
                                    then](const outcome<done>& switched) {
      if (!switched && outcome_unknown(switched.error().code))
        return then(tl::unexpected<failure>(switched.error()));
      port.door().inspect(
        what, port.wrap(callback<container_info>{
                [switched, same, then](const outcome<container_info>& info) {
                  then(settled(switched, info, same));
                }}));
    }}));
}

/// A stop under way. Holds itself through the callbacks that it waits for.
struct stopping : std::enable_shared_from_this<stopping> {
  explicit stopping(calls_port& where) : port(where) {}

  calls_port& port;
  std::string what;
  incarnation only = incarnation::none;
  std::chrono::seconds grace{0};
  callback<container_info> then;
  std::function<bool()> still_wanted;

  bool concerns(const container_info& info) const {
    return is_up(info.state)
           && (only == incarnation::none || info.started == only);
  }

  bool called_off() const { return still_wanted && !still_wanted(); }

  void begin() {
    port.door().inspect(what, port.wrap(callback<container_info>{
                                [me = shared_from_this()](const auto& info) {
                                  me->inspected(info);
                                }}));
  }

  void inspected(const outcome<container_info>& info) {
    if (!info || !concerns(*info) || called_off())
      then(info);
    else if (is_paused(*info))
      resume_first();
    else
      stop_now();
  }

  void resume_first() {
    port.door().resume(
      what, port.wrap(callback<done>{
              [me = shared_from_this()](const outcome<done>& resumed) {
                // Refused: it is no longer paused, or no longer there.
                if (!resumed && outcome_unknown(resumed.error().code))
                  me->then(tl::unexpected<failure>(resumed.error()));
                else if (me->called_off())
                  me->look(done{}); // it is no longer as inspected
                else
                  me->stop_now();
              }}));
  }

  void stop_now() {
    port.door().stop(
      what, grace,
      port.wrap(callback<done>{
        [me = shared_from_this()](const outcome<done>& stopped) {
          if (!stopped && outcome_unknown(stopped.error().code))
            me->then(tl::unexpected<failure>(stopped.error()));
          else
            me->look(stopped);
        }}));
  }

  /// Inspects it as `how` left it.
  void look(const outcome<done>& how) {
    port.door().inspect(what, port.wrap(callback<container_info>{
                                [how, me = shared_from_this()](
                                  const outcome<container_info>& info) {
                                  me->then(settled(how, info, &is_still_up));
                                }}));
  }
};

/// Stops one whose stop was refused as it may be frozen; then calls `go_on`
/// however that went.
void stop_resumed(calls_port& port, const std::string& what,
                  std::chrono::seconds grace, const callback<done>& go_on) {
  port.door().resume(
    what, port.wrap(callback<done>{[&port, what, grace,
                                    go_on](const outcome<done>& resumed) {
      if (resumed)
        port.door().stop(what, grace, port.wrap(go_on));
      else
        go_on(resumed);
    }}));
}

} // namespace

bool carries(const container_info& info, const std::string& id) {
  const auto i = info.labels.find(label::id);
  return i != info.labels.end() && i->second == id;
}

void start(calls_port& port, const std::string& what,
           callback<container_info> then) {
  port.door().start(
    what,
    port.wrap(callback<done>{[&port, what, then](const outcome<done>& started) {
      if (!started && started.error().code != errc::no_such_container)
        return then(tl::unexpected<failure>(started.error()));
      port.door().inspect(
        what, port.wrap(callback<container_info>{
                [started, then](const outcome<container_info>& info) {
                  if (!started && info) // something else is missing
                    then(fail(errc::engine_refused, started.error().what));
                  else if (started && !info
                           && info.error().code != errc::no_such_container)
                    then(fail(errc::timed_out, info.error().what));
                  else
                    then(info);
                }}));
    }}));
}

void pause(calls_port& port, const std::string& what,
           callback<container_info> then) {
  switch_to(port, what, &engine::pause, &runs, std::move(then));
}

void resume(calls_port& port, const std::string& what,
            callback<container_info> then) {
  switch_to(port, what, &engine::resume, &is_paused, std::move(then));
}

void stop(calls_port& port, const std::string& what, incarnation only,
          std::chrono::seconds grace, callback<container_info> then,
          std::function<bool()> still_wanted) {
  auto call = std::make_shared<stopping>(port);
  call->what = what;
  call->only = only;
  call->grace = grace;
  call->then = std::move(then);
  call->still_wanted = std::move(still_wanted);
  call->begin();
}

void read_log(calls_port& port, const log_order& what, callback<done> then) {
  port.door().inspect(
    what.container,
    port.wrap(callback<container_info>{
      [&port, what, then](const outcome<container_info>& info) {
        if (!info)
          return then(tl::unexpected<failure>(info.error()));
        port.door().logs(what.container, what.what, info->terminal, what.whom,
                         port.wrap(then));
      }}));
}

void inspect(calls_port& port, const std::string& id, const std::string& what,
             callback<container_info> then) {
  port.door().inspect(
      what, port.wrap(callback<container_info>{
                [id, what, then](const outcome<container_info>& found) {
                  if (found && found->id != what && !carries(*found, id))
                    then(fail(errc::no_such_container,
                              "another container is called " + what));
                  else
                    then(found);
                }}));
}

namespace {

/// Removes a container that is known by the engine's own id, or one of ours.
void remove_ours(calls_port& port, const std::string& what,
                 std::chrono::seconds grace, const callback<done>& then) {
  callback<done> remove_now = [&port, what, then](const outcome<done>& before) {
    if (!before && before.error().code == errc::engine_down)
      return then(before);
    port.door().remove(what, port.wrap(then));
  };
  port.door().stop(
      what, grace,
      port.wrap(callback<done>{[&port, what, grace,
                                remove_now](const outcome<done>& stopped) {
        if (!stopped && stopped.error().code == errc::engine_refused)
          stop_resumed(port, what, grace, remove_now);
        else
          remove_now(stopped);
      }}));
}

} // namespace

void remove(calls_port& port, const std::string& id, const std::string& what,
            std::chrono::seconds grace, callback<done> then) {
  if (is_engine_id(what))
    return remove_ours(port, what, grace, then);
  inspect(port, id, what,
          [&port, grace, then](const outcome<container_info>& found) {
            if (found)
              remove_ours(port, found->id, grace, then);
            else if (found.error().code == errc::no_such_container)
              then(done{});
            else
              then(tl::unexpected<failure>(found.error()));
          });
}

} // namespace spin::docker
