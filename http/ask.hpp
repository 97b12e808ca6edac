#pragma once

#include "actors/observed.hpp"
#include "http/context.hpp"
#include "http/responder.hpp"

namespace spin::http {

/// How many times longer than the client a reply actor waits: what the client
/// asked for is still under way then, and counts as that.
constexpr int patience = 4;

/// Sends one message to `whom` and returns at once. A reply actor of its own
/// waits for the result and calls `then(with, result)`, or answers `to` with
/// the error. If too many requests wait already, it is answered 503 instead.
template <class Result, class Handle, class Then, class... Args>
void ask_then(const context_ptr& all, responder_ptr to, const Handle& whom,
              Then then, Args... args) {
  if (!to->enter(*all->towards_engine))
    return to->answer(try_again(503, "too many requests wait for the engine",
                                std::chrono::seconds{1}));
  const auto wait = [to = std::move(to), then](
                        caf::event_based_actor* self, const context_ptr& with,
                        const Handle& asked, const Args&... message) {
    self->link_to(with->lifeline);
    // CAF 0.17 tells nobody that an actor died with an answer owed. The watch
    // must be taken back by hand: the other side keeps it otherwise.
    self->monitor(asked);
    self->set_down_handler([to](const caf::down_msg&) {
      to->answer(problem(
          failure{errc::internal, "the request met a fault; try again"}));
    });
    self->request(asked, patience * with->times.answer, message...)
        .then(
            [self, asked, with, then](const Result& result) {
              self->demonitor(asked.address());
              then(with, result);
            },
            [to](const caf::error& error) {
              to->answer(problem(to_failure(error)));
            });
  };
  all->with.system.spawn(observed(all->with.meters, actor_kind::reply, wait),
                         all, whom, std::move(args)...);
}

/// The same, and answers `to` with what `make(result)` returns. `make` is
/// called only while the server lives.
template <class Result, class Handle, class Make, class... Args>
void ask(const context_ptr& all, const responder_ptr& to, const Handle& whom,
         Make make, Args... args) {
  const auto answer = [to, make](const context_ptr& with,
                                 const Result& result) {
    if (auto made = with->late->pass([&] { return make(result); }))
      to->answer(std::move(*made));
  };
  ask_then<Result>(all, to, whom, answer, std::move(args)...);
}

/// Answers with what `make(*all)` returns, made in an actor's thread: whoever
/// else is served by the one that reads requests would wait behind it. Each such
/// answer is as long as the fleet, so there are few until they are written.
template <class Make>
void answer_at_length(const context_ptr& all, const responder_ptr& to,
                      Make make) {
  auto permit = all->long_answers->take();
  if (!permit)
    return to->answer(try_again(503, "too many long answers are under way",
                                std::chrono::seconds{1}));
  const auto work = [make](caf::event_based_actor*, const context_ptr& with,
                           const responder_ptr& whom,
                           const permits::permit& held) {
    auto made = with->late->pass([&] { return make(*with); });
    if (!made)
      return;
    made->held = held;
    whom->answer(std::move(*made));
  };
  all->with.system.spawn(observed(all->with.meters, actor_kind::reply, work),
                         all, to, std::move(permit));
}

} // namespace spin::http
