#pragma once

#include "http/context.hpp"
#include "http/responder.hpp"

namespace spin::http {

/// Sends one message to `whom` and returns at once. A reply actor of its own
/// waits for the result and answers `to` with what `make(result)` returns, or
/// with the error: 504 if nothing came within `answer_within`. `make` is called
/// only while the server lives.
template <class Result, class Handle, class Make, class... Args>
void ask(const context_ptr& all, responder_ptr to, const Handle& whom,
         Make make, Args... args) {
  const auto wait = [to = std::move(to), make](
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
    self->request(asked, with->answer_within, message...)
        .then(
            [self, asked, with, to, make](const Result& result) {
              self->demonitor(asked.address());
              if (const auto made =
                      with->late->pass([&] { return make(result); }))
                to->answer(*made);
            },
            [to](const caf::error& error) {
              to->answer(problem(to_failure(error)));
            });
  };
  all->with.system.spawn(wait, all, whom, std::move(args)...);
}

} // namespace spin::http
