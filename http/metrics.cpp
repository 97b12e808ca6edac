#include "http/metrics.hpp"

#include <utility>

#include "http/exposition.hpp"
#include "http/metrics_pages.hpp"

namespace spin::http {

namespace {

constexpr std::array<const char*, 4> outcomes{"credited", "unknown_source",
                                              "malformed", "limited"};

/// Returns the names of all routes and of what takes none.
std::vector<std::string> with_none(std::vector<std::string> routes) {
  routes.emplace_back("none");
  return routes;
}

} // namespace

metrics::metrics(std::vector<std::string> routes, bool counts)
    : counts_(counts), requests_(with_none(std::move(routes))) {
  // nop
}

void metrics::count_request(std::size_t route, int status,
                            std::chrono::nanoseconds took) {
  if (counts_)
    requests_.count(route, status, took);
}

void metrics::count_request(int status, std::chrono::nanoseconds took) {
  count_request(requests_.routes() - 1, status, took);
}

void metrics::count_check_in(check_in_outcome what) {
  if (counts_)
    check_ins_.at(static_cast<std::size_t>(what)).add();
}

void metrics::watch(std::string listener,
                    const std::shared_ptr<const seats>& room,
                    const std::shared_ptr<const permits>& waiting) {
  const std::lock_guard hold{mutex_};
  std::erase_if(listeners_, [](const auto& x) { return x.room.expired(); });
  listeners_.push_back({std::move(listener), room, waiting});
}

void metrics::put_on(exposition& page) const {
  requests_.put_on(page);
  for (std::size_t i = 0; i < outcomes.size(); ++i)
    page.put("spin_docker_check_ins_total",
             static_cast<double>(check_ins_[i].read()), {outcomes[i]});
  page.put("spin_docker_check_in_listening", check_in_listening_ ? 1 : 0);
  const std::lock_guard hold{mutex_};
  for (const auto& each : listeners_) {
    const auto room = each.room.lock();
    const auto waiting = each.waiting.lock();
    if (!room || !waiting)
      continue;
    page.put("spin_docker_http_connections",
             static_cast<double>(room->taken()), {each.name});
    page.put("spin_docker_http_connections_refused_total",
             static_cast<double>(room->turned_away()), {each.name});
    page.put("spin_docker_http_waiting_requests",
             static_cast<double>(waiting->taken()), {each.name});
  }
}

std::string metrics::text(const scrape& from) const {
  exposition page;
  put_containers(page, from);
  put_savings(page, from.savings);
  put_supervision(page, from.meters.supervision);
  put_actors(page, from);
  put_engine(page, from.meters.engine);
  put_parts(page, from.health);
  put_store(page, from.meters.store);
  put_listening(page, from.meters.listening);
  put_on(page);
  put_process(page);
  return page.text();
}

} // namespace spin::http
