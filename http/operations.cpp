// The handlers for those who run the server: health and metrics.
#include "http/ask.hpp"
#include "http/authorise.hpp"
#include "http/handlers.hpp"
#include "http/identify.hpp"
#include "http/readiness.hpp"
#include "http/savings.hpp"

namespace spin::http {

void show_health(const context_ptr& all, const request&, std::string_view,
                 const responder_ptr& to) {
  const auto& beats = all->with.beats;
  if (!beats || beats->lives(std::chrono::steady_clock::now()))
    return to->answer(json_response(
        200, R"({"status":"ok","version":")" SPIN_VERSION R"("})"));
  auto answer = problem(refusal{503, "the server hangs: no actor is run"});
  answer.about_us = true;
  to->answer(answer);
}

void show_readiness(const context_ptr& all, const request& from,
                    std::string_view, const responder_ptr& to) {
  if (!says_who(*all, from))
    return to->answer(readiness(*all->with.health, false));
  identify(all, from, [all, to](const identified& who) {
    const bool trusted =
        who && authorise(access::oversee, &*who) == ruling::allow;
    if (auto made = all->late->pass(
            [&] { return readiness(*all->with.health, trusted); }))
      to->answer(std::move(*made));
  });
}

void show_metrics(const context_ptr& all, const request&, std::string_view,
                  const responder_ptr& to) {
  answer_at_length(all, to, [](const context& with) {
    const auto containers = with.with.containers.all();
    const auto savings = savings_of(containers, with.with);
    const scrape from{containers,         with.with.now(),
                      with.with.policy,   *with.with.health,
                      *with.with.meters,  savings,
                      with.with.beats.get()};
    return response{200,
                    with.counters->text(from),
                    "text/plain; version=0.0.4; charset=utf-8",
                    {},
                    {}};
  });
}

void show_savings(const context_ptr& all, const request&, std::string_view,
                  const responder_ptr& to) {
  answer_at_length(all, to, [](const context& with) {
    return json_response(200, render(savings_of(with.with.containers.all(),
                                                with.with)));
  });
}

} // namespace spin::http
