#include "http/request_meter.hpp"

#include <algorithm>

#include "http/exposition.hpp"

namespace spin::http {

request_meter::request_meter(std::vector<std::string> routes) {
  for (auto& name : routes) {
    series_.push_back(std::make_unique<series>());
    series_.back()->name = std::move(name);
  }
}

void request_meter::count(std::size_t route, int status,
                          std::chrono::nanoseconds took) {
  auto& of = *series_.at(route);
  const auto which = std::clamp(status, least_status, most_status);
  of.by_status.at(static_cast<std::size_t>(which - least_status))
      .fetch_add(1, std::memory_order_relaxed);
  of.took.note(took.count());
}

void request_meter::put_on(exposition& page) const {
  for (const auto& of : series_) {
    const auto took = of->took.read();
    if (took.total == 0)
      continue;
    page.put("spin_docker_http_request_duration_seconds", took, nanoseconds,
             {of->name});
    for (std::size_t i = 0; i < of->by_status.size(); ++i)
      if (const auto count = of->by_status[i].load(); count > 0)
        page.put(
            "spin_docker_http_requests_total", static_cast<double>(count),
            {of->name, std::to_string(least_status + static_cast<int>(i))});
  }
}

} // namespace spin::http
