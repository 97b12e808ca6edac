// The metrics of the containers and of their supervision.
#include <algorithm>
#include <map>
#include <optional>

#include "http/metrics_pages.hpp"

namespace spin::http {

namespace {

/// The statuses that are shown even while no container has them.
constexpr std::array usual_statuses{"starting", "running", "stopping",
                                    "stopped", "paused"};

using status_counts = std::map<std::string_view, std::size_t>;

/// What one look at every container finds.
struct fleet {
  status_counts by_status;
  std::map<std::string_view, status_counts> by_image;
  std::map<std::string_view, std::size_t> failing;
  std::size_t silent = 0;
  std::size_t overdue = 0;
  std::optional<instant> next_stop;
};

void look_at_end(fleet& to, const container_view& view, const scrape& from) {
  const auto end = stops_at(view.life, policy_of(view, from.policy));
  if (!end)
    return;
  if (from.now.steady - *end > overdue_after)
    ++to.overdue;
  if (!to.next_stop || *end < *to.next_stop)
    to.next_stop = end;
}

void look_at(fleet& to, const container_view& view, const scrape& from) {
  if (view.life.failures > 0 && is_working(view.life.now))
    ++to.failing[to_string(view.life.now)];
  if (!is_listed(view))
    return;
  const auto status = status_of(view);
  ++to.by_status[status];
  ++to.by_image[view.who->image][status];
  if (view.life.now == phase::running && !view.life.reported_at)
    ++to.silent;
  look_at_end(to, view, from);
}

std::size_t size_of(const status_counts& counts) {
  std::size_t sum = 0;
  for (const auto& [status, count] : counts)
    sum += count;
  return sum;
}

/// The largest images by name, the rest together.
void put_images(exposition& page, const fleet& from) {
  std::vector<std::pair<std::string_view, const status_counts*>> images;
  for (const auto& [image, counts] : from.by_image)
    images.emplace_back(image, &counts);
  std::ranges::stable_sort(images, [](const auto& a, const auto& b) {
    return size_of(*a.second) > size_of(*b.second);
  });
  status_counts rest;
  const auto put = [&page](std::string_view image, const auto& counts) {
    for (const auto& [status, count] : counts)
      page.put("spin_docker_image_containers", static_cast<double>(count),
               {std::string{image}, std::string{status}});
  };
  for (std::size_t i = 0; i < images.size(); ++i)
    if (i < images_shown)
      put(images[i].first, *images[i].second);
    else
      for (const auto& [status, count] : *images[i].second)
        rest[status] += count;
  put("(others)", rest);
}

/// Returns the seconds since 1970 at `at`.
double unix_seconds(utc at) {
  return std::chrono::duration<double>(at.time_since_epoch()).count();
}

} // namespace

void put_containers(exposition& page, const scrape& from) {
  fleet all;
  for (const auto* status : usual_statuses)
    all.by_status[status];
  for (const auto phase : {phase::stopping, phase::pausing, phase::removing})
    all.failing[to_string(phase)];
  for (const auto& each : from.containers)
    look_at(all, *each.view, from);
  for (const auto& [status, count] : all.by_status)
    page.put("spin_docker_containers", static_cast<double>(count),
             {std::string{status}});
  put_images(page, all);
  for (const auto& [phase, count] : all.failing)
    page.put("spin_docker_failing_containers", static_cast<double>(count),
             {std::string{phase}});
  page.put("spin_docker_silent_containers", static_cast<double>(all.silent));
  page.put("spin_docker_overdue_containers", static_cast<double>(all.overdue));
  if (all.next_stop)
    page.put("spin_docker_next_stop_timestamp_seconds",
             unix_seconds(from.now.to_utc(*all.next_stop)));
}

void put_savings(exposition& page, const savings_report& savings) {
  page.put("spin_docker_saving_containers",
           static_cast<double>(savings.saving_now));
  page.put("spin_docker_saved_container_seconds_total",
           std::chrono::duration<double>(savings.all.total.time).count());
  page.put("spin_docker_saved_byte_seconds_total",
           static_cast<double>(savings.all.total.kibibyte_seconds) * 1024);
}

void put_supervision(exposition& page, const supervision_meter& from) {
  for (std::size_t i = 1; i < stop_reasons; ++i) { // 0 is none
    const auto why = static_cast<stop_reason>(i);
    page.put("spin_docker_stops_total", static_cast<double>(from.count(why)),
             {std::string{to_string(why)}});
  }
  page.put("spin_docker_idle_stops_called_off_total",
           static_cast<double>(from.called_off.read()));
  for (std::size_t i = 0; i < phase_kinds; ++i) {
    const auto into = static_cast<phase>(i);
    page.put("spin_docker_transitions_total",
             static_cast<double>(from.count(into)),
             {std::string{to_string(into)}});
  }
  page.put("spin_docker_stop_deadline_error_seconds",
           from.deadline_error.read(), nanoseconds);
  page.put("spin_docker_alarm_lateness_seconds", from.alarm_lateness.read(),
           nanoseconds);
}

void put_parts(exposition& page, const health_board& from) {
  for (const auto part : health_board::all) {
    const auto sign = from.look(part);
    const exposition::labels name{std::string{to_string(part)}};
    page.put("spin_docker_part_up", sign.well ? 1 : 0, name);
    page.put("spin_docker_part_since_timestamp_seconds", unix_seconds(sign.since),
             name);
  }
}

} // namespace spin::http
