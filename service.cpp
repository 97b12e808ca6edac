#include "service.hpp"

#include <future>

#include "config/logging.hpp"
#include "service_parts.hpp"

namespace spin {

service::service(const config::settings& settings)
    : parts_(std::make_unique<parts>(settings)) {
  // nop
}

service::~service() = default;

std::future<std::optional<std::string>> service::recover() {
  auto answer = std::make_shared<std::promise<std::optional<std::string>>>();
  auto future = answer->get_future();
  parts_->system.spawn(
      [answer](caf::event_based_actor* self, const registry_handle& registry,
               const event_watcher_handle& watcher) {
        self->request(registry, caf::infinite, atom::recover_v)
            .then(
                [answer, watcher](done) {
                  // Recovery has its own pass; what comes later, events tell.
                  caf::anon_send(watcher, atom::watch_v);
                  answer->set_value(std::nullopt);
                },
                [answer](const caf::error& why) {
                  answer->set_value(to_failure(why).what);
                });
      },
      parts_->registry, parts_->watcher);
  return future;
}

bool service::broken() const {
  return parts_->broken;
}

std::optional<std::string> service::listen_for_monitoring() {
  if (const auto how = parts_->serve_monitoring(); !how)
    return "sd_metrics_listen: " + how.error().what;
  return std::nullopt;
}

std::optional<std::string> service::listen() {
  auto& p = *parts_;
  // `auto` and the address to announce may have to wait for the engine; an
  // address that was named can be opened now, or is wrong.
  const auto reporting = p.serve_check_ins();
  if (!reporting && !p.check_ins && p.settings.sd_check_in_listen != "auto")
    return "sd_check_in_listen: " + reporting.error().what;
  if (!reporting)
    p.warn_of_missing_check_ins(reporting.error());
  auto opened = p.open(http::surface::api, p.settings.sd_listen);
  if (!opened)
    return "sd_listen: " + opened.error().what;
  p.api = std::move(*opened);
  log::info("serving",
            {{"address", p.api->address()}, {"tls", p.tls ? "yes" : "no"}});
  return std::nullopt;
}

void service::listen_for_check_ins() {
  if (const auto how = parts_->serve_check_ins(); !how)
    parts_->warn_of_missing_check_ins(how.error());
}

} // namespace spin
