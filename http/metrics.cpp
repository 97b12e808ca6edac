#include "http/metrics.hpp"

#include <array>
#include <map>
#include <mutex>
#include <shared_mutex>

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include "http/process.hpp"

namespace spin::http {

namespace {

/// Seconds; a start takes the engine about one, a stop at most ten.
const prometheus::Histogram::BucketBoundaries duration_buckets{
    .0005, .001, .005, .01, .05, .1, .5, 1, 5, 10, 30, 90};

constexpr std::array<std::string_view, 4> outcomes{"credited", "unknown_source",
                                                   "malformed", "limited"};

/// The statuses that are shown even while no container has them.
constexpr std::array<const char*, 5> usual_statuses{
    "starting", "running", "stopping", "stopped", "paused"};

prometheus::Gauge& add_gauge(prometheus::Registry& to, const char* name,
                             const char* help,
                             const prometheus::Labels& labels = {}) {
  return prometheus::BuildGauge().Name(name).Help(help).Register(to).Add(
      labels);
}

} // namespace

/// The series of one route, so that they need not be looked up by their labels
/// for each request.
struct metrics::route_series {
  prometheus::Histogram& durations;
  std::map<int, prometheus::Counter*> by_status;
};

struct metrics::series {
  prometheus::Registry registry;
  prometheus::Family<prometheus::Counter>& requests =
      prometheus::BuildCounter()
          .Name("spin_docker_http_requests_total")
          .Help("Answered requests by route and status")
          .Register(registry);
  prometheus::Family<prometheus::Histogram>& durations =
      prometheus::BuildHistogram()
          .Name("spin_docker_http_request_duration_seconds")
          .Help("From a whole request to its answer, by route")
          .Register(registry);
  prometheus::Family<prometheus::Counter>& check_ins =
      prometheus::BuildCounter()
          .Name("spin_docker_check_ins_total")
          .Help("Check-ins by what became of them")
          .Register(registry);
  prometheus::Family<prometheus::Gauge>& containers =
      prometheus::BuildGauge()
          .Name("spin_docker_containers")
          .Help("Containers by status")
          .Register(registry);
  std::array<prometheus::Counter*, outcomes.size()> by_outcome{};
  prometheus::Gauge& check_in_listening =
      add_gauge(registry, "spin_docker_check_in_listening",
                "1 while the listener for check-ins is open, else 0");
  prometheus::Gauge& resident =
      add_gauge(registry, "process_resident_memory_bytes",
                "Resident memory of the server");
  std::shared_mutex routes_mutex;
  std::map<std::string, route_series, std::less<>> routes;
  /// Two scrapes at once must not mix their container counts.
  std::mutex scrape;
};

metrics::metrics() : all_(std::make_unique<series>()) {
  for (std::size_t i = 0; i < outcomes.size(); ++i)
    all_->by_outcome[i] =
        &all_->check_ins.Add({{"outcome", std::string{outcomes[i]}}});
  add_gauge(all_->registry, "spin_docker_build_info",
            "Always 1; the version is its label", {{"version", SPIN_VERSION}})
      .Set(1);
  add_gauge(all_->registry, "process_start_time_seconds",
            "When the server started, in seconds since 1970")
      .Set(process_start_time());
}

metrics::~metrics() = default;

void metrics::count_request(std::string_view route, int status,
                            std::chrono::duration<double> took) {
  const auto count = [&took](const route_series& of, prometheus::Counter& its) {
    its.Increment();
    of.durations.Observe(took.count());
  };
  {
    const std::shared_lock hold{all_->routes_mutex};
    const auto of = all_->routes.find(route);
    if (of != all_->routes.end())
      if (const auto its = of->second.by_status.find(status);
          its != of->second.by_status.end())
        return count(of->second, *its->second);
  }
  const std::unique_lock hold{all_->routes_mutex};
  const std::string label{route};
  auto& of = all_->routes
                 .try_emplace(
                     label, route_series{all_->durations.Add({{"route", label}},
                                                             duration_buckets),
                                         {}})
                 .first->second;
  auto& its = of.by_status[status];
  if (its == nullptr)
    its = &all_->requests.Add(
        {{"route", label}, {"status", std::to_string(status)}});
  count(of, *its);
}

void metrics::count_check_in(check_in_outcome what) {
  all_->by_outcome.at(static_cast<std::size_t>(what))->Increment();
}

void metrics::set_check_in_listening(bool yes) {
  all_->check_in_listening.Set(yes ? 1 : 0);
}

std::string metrics::text(const std::vector<view_ptr>& containers) {
  std::map<std::string, int> counts;
  for (const auto* status : usual_statuses)
    counts[status] = 0;
  for (const auto& each : containers)
    ++counts[std::string{status_of(*each)}];
  const std::lock_guard only_one{all_->scrape};
  for (const auto& [status, count] : counts)
    all_->containers.Add({{"status", status}}).Set(count);
  all_->resident.Set(resident_memory());
  return prometheus::TextSerializer{}.Serialize(all_->registry.Collect());
}

} // namespace spin::http
