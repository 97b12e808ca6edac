// The handlers for those who run the server: health and metrics.
#include "http/handlers.hpp"
#include "http/readiness.hpp"

namespace spin::http {

void show_health(const context_ptr&, const request&, std::string_view,
                 const responder_ptr& to) {
  to->answer(
      json_response(200, R"({"status":"ok","version":")" SPIN_VERSION R"("})"));
}

void show_readiness(const context_ptr& all, const request&, std::string_view,
                    const responder_ptr& to) {
  to->answer(readiness(*all->with.health));
}

void show_metrics(const context_ptr& all, const request&, std::string_view,
                  const responder_ptr& to) {
  to->answer({200,
              all->counters->text(all->with.containers.list()),
              "text/plain; version=0.0.4; charset=utf-8",
              {},
              {}});
}

} // namespace spin::http
