#include "docker/gateway_calls.hpp"

#include <utility>

namespace spin::docker {

namespace {

bool carries(const container_info& info, const std::string& id) {
  const auto i = info.labels.find(label::id);
  return i != info.labels.end() && i->second == id;
}

} // namespace

void create(calls_port& port, const std::string& id, const container_spec& what,
            callback<std::string> then) {
  auto find_again = [&port, id, name = what.name, then](const failure& why) {
    port.door().inspect(
      name, port.wrap(callback<container_info>{
              [id, why, then](const outcome<container_info>& found) {
                if (found && carries(*found, id))
                  then(found->id);
                else
                  then(tl::unexpected<failure>(why));
              }}));
  };
  port.door().create(
    what, port.wrap(callback<std::string>{
            [find_again, then](const outcome<std::string>& made) {
              if (!made
                  && (made.error().code == errc::conflict
                      || outcome_unknown(made.error().code)))
                find_again(made.error());
              else
                then(made);
            }}));
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

void stop(calls_port& port, const std::string& what, incarnation only,
          std::chrono::seconds grace, callback<container_info> then) {
  auto stop_now = [&port, what, grace, then] {
    port.door().stop(what, grace,
                     port.wrap(callback<done>{
                       [&port, what, then](const outcome<done>& stopped) {
                         if (!stopped)
                           return then(
                             tl::unexpected<failure>(stopped.error()));
                         port.door().inspect(what, port.wrap(then));
                       }}));
  };
  if (only == incarnation::none)
    return stop_now();
  port.door().inspect(
    what, port.wrap(callback<container_info>{
            [only, stop_now, then](const outcome<container_info>& info) {
              if (!info || !is_up(info->state) || info->started != only)
                then(info);
              else
                stop_now();
            }}));
}

void remove(calls_port& port, const std::string& what,
            std::chrono::seconds grace, callback<done> then) {
  port.door().stop(
    what, grace,
    port.wrap(callback<done>{[&port, what, then](const outcome<done>& stopped) {
      if (!stopped && stopped.error().code == errc::engine_down)
        return then(stopped);
      port.door().remove(what, port.wrap(then));
    }}));
}

} // namespace spin::docker
