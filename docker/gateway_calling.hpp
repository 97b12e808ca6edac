#pragma once

#include <algorithm>
#include <utility>

#include "docker/gateway.hpp"

// How the gateway makes a call: counted, watched, in its turn. Of `gateway.cpp`
// only.

namespace spin::docker::calling {

using self_pointer = gateway_handle::stateful_pointer<gateway_state>;

/// What one call is, whom it concerns and what it comes from.
struct errand {
  std::string_view verb; ///< a literal
  /// Our own id of the container, or what else is asked about; may be empty.
  std::string whom;
  cause by;
  /// The engine's id of the container, or its name; may be empty.
  std::string container = {};
  /// How long the container may take to end, if that is more than usual.
  std::chrono::seconds grace{0};
};

/// Has the watchdog look when the next call is to be given up.
void want_alarm(self_pointer self);

/// The watchdog: every call ends, also one whose answer never comes. What came
/// of it is read from the engine again by who asked.
void give_up_lost_calls(self_pointer self);

/// Shows how many calls wait for their turn or for room.
void note_queue(self_pointer self);

/// Counts what came of a call, and tells it to those who look closely.
void note_call(self_pointer self, const errand& what, span took,
               const failure* why);

/// Returns a callback for the engine that runs `then` as the actor.
template <class T>
callback<T> as_actor(self_pointer self, callback<T> then) {
  auto me = caf::actor_cast<gateway_handle>(self);
  return [me, then = std::move(then)](outcome<T> answer) {
    caf::anon_send(me, atom::answered_v,
                   continuation{[then, answer = std::move(answer)] {
                     then(answer);
                   }});
  };
}

template <class T>
void deliver(caf::typed_response_promise<T> promise, const outcome<T>& answer) {
  if (answer)
    promise.deliver(*answer);
  else
    promise.deliver(to_error(answer.error()));
}

/// Makes a call of the engine: `start` gets what to do with the answer, and a
/// way to ask whether that is still waited for. `over` runs after the answer.
template <class T, class Call>
void begin_call(self_pointer self, const errand& what,
                caf::typed_response_promise<T> promise, const Call& start,
                const std::function<void()>& over) {
  auto& st = self->state;
  const auto since = self->clock().now();
  const auto longest =
    st.config.longest_call + 2 * std::max(st.config.stop_grace, what.grace);
  const call_key own{since + longest, ++st.last_call};
  ++st.config.meters->engine.of(what.verb).in_flight;
  st.calls[own] = [self, what, longest, promise, over]() mutable {
    const failure lost{errc::timed_out, "the engine's answer was lost"};
    note_call(self, what, longest, &lost);
    promise.deliver(to_error(lost));
    over();
  };
  want_alarm(self);
  start(callback<T>{[self, what, own, since, promise,
                     over](const outcome<T>& answer) {
          if (self->state.calls.erase(own) == 0)
            return; // it was given up
          note_call(self, what, self->clock().now() - since,
                    answer ? nullptr : &answer.error());
          deliver(promise, answer);
          over();
        }},
        [self, own] { return self->state.calls.count(own) > 0; });
}

/// For calls that concern no container: straight to the engine.
template <class T, class Call>
caf::result<T> pass_on(self_pointer self, const errand& what, Call start) {
  auto promise = self->make_response_promise<T>();
  begin_call<T>(
    self, what, promise,
    [self, start](callback<T> then, auto) {
      start(as_actor<T>(self, std::move(then)));
    },
    [] {});
  return promise;
}

/// For calls about the container `what.whom`: in their order, within their
/// limits.
template <class T, class Call>
caf::result<T> in_turn(self_pointer self, const errand& what, call_class kind,
                       Call start) {
  using turn = call_queue::turn;
  auto promise = self->make_response_promise<T>();
  self->state.queue->submit(what.whom, kind, [self, what, promise,
                                              start](turn own) {
    begin_call<T>(self, what, promise, start,
                  [self, own] {
                    self->state.queue->finished(own);
                    note_queue(self);
                  });
  });
  note_queue(self);
  return promise;
}

/// For calls that read about a container and change nothing: beside those in
/// their order, as a reader does not wait for a stop.
template <class T, class Call>
caf::result<T> beside(self_pointer self, const errand& what, Call start) {
  auto promise = self->make_response_promise<T>();
  begin_call<T>(
    self, what, promise,
    [start](callback<T> then, auto) { start(std::move(then)); }, [] {});
  return promise;
}

} // namespace spin::docker::calling
