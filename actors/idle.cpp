#include "actors/lifecycle.hpp"

#include <algorithm>

// The questions of idleness; the manual's "Activity monitoring" in numbers.

namespace spin {

namespace {

bool runs(const lifecycle& life) {
  return life.now == phase::running;
}

/// Returns until when the last report counts; none: it does not.
std::optional<instant> report_counts_until(const lifecycle& life,
                                           const idle_policy& policy) {
  if (life.active == 0 || !life.reported_at)
    return std::nullopt;
  if (policy.report_ttl == span::zero())
    return instant::max();
  return *life.reported_at + policy.report_ttl;
}

} // namespace

bool is_busy(const lifecycle& life, const idle_policy& policy, instant at) {
  if (life.busy_since_check)
    return true;
  const auto until = report_counts_until(life, policy);
  return until && at <= *until;
}

std::optional<instant> stops_at(const lifecycle& life,
                                const idle_policy& policy) {
  if (policy.disabled || !runs(life))
    return std::nullopt;
  const auto until = report_counts_until(life, policy);
  if (until == instant::max())
    return std::nullopt;
  if (!is_busy(life, policy, life.next_check))
    return life.next_check + (life.last_chance ? span::zero() : policy.interval);
  // The next look finds it busy, and so do all that the report still covers:
  // the first idle look comes one interval after the last busy one.
  auto last_busy = life.next_check;
  if (until && *until > last_busy)
    last_busy += (*until - last_busy) / policy.interval * policy.interval;
  return last_busy + 2 * policy.interval;
}

std::optional<instant> alarm_due(const lifecycle& life,
                                 const idle_policy& policy) {
  if (life.pending != call::none)
    return std::nullopt; // its answer comes first
  // Only phases of work under way count failures.
  if (life.failures > 0)
    return life.retry_at;
  if (runs(life) && !policy.disabled)
    return life.next_check;
  return std::nullopt;
}

lifecycle with_report(lifecycle life, std::uint64_t active, instant now) {
  life.active = active;
  life.reported_at = now;
  life.busy_since_check = life.busy_since_check || active > 0;
  return life;
}

span back_off(std::uint32_t failures) {
  constexpr std::uint32_t doublings = 6; // 2^6 s is beyond the limit already
  const auto wait = std::chrono::seconds{
    1LL << std::min(std::max(failures, 1U) - 1U, doublings)};
  return std::min<span>(wait, std::chrono::seconds{60});
}

} // namespace spin
