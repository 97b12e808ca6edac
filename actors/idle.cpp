#include "actors/lifecycle.hpp"

#include <algorithm>
#include <chrono>

// The questions of idleness; the manual's "Activity monitoring" in numbers.

namespace spin {

namespace {

/// Returns until when the last report counts; zero: it does not.
instant report_counts_until(const lifecycle& life, const idle_policy& policy) {
  if (life.active == 0 || !life.reported_at)
    return {};
  if (policy.report_ttl == span::zero())
    return instant::max();
  return *life.reported_at + policy.report_ttl;
}

/// Returns until when looks find it busy by what is known now.
instant counts_until(const lifecycle& life, const idle_policy& policy) {
  return std::max({report_counts_until(life, policy), life.held_until,
                   life.busy_until});
}

/// Returns when its policy ends it whatever it does.
std::optional<instant> too_old_at(const lifecycle& life,
                                  const idle_policy& policy) {
  if (policy.max_age == span::zero())
    return std::nullopt;
  return life.began + policy.max_age;
}

/// Returns when it is looked at next.
std::optional<instant> look_at(const lifecycle& life,
                               const idle_policy& policy) {
  if (life.now != phase::running || policy.disabled)
    return std::nullopt;
  if (!life.waits_for_group)
    return life.next_check;
  // Who ends a wait without an end says so.
  return policy.group_until == instant::max()
           ? std::nullopt
           : std::optional{policy.group_until};
}

/// Returns when it ends together with its group.
std::optional<instant> idle_stop_at(const lifecycle& life,
                                    const idle_policy& policy) {
  const auto own = idle_end(life, policy);
  if (!own || policy.group_until == instant::max())
    return std::nullopt;
  return std::max(*own, policy.group_until);
}

std::optional<instant> earliest(std::optional<instant> a,
                                std::optional<instant> b) {
  if (!a || !b)
    return a ? a : b;
  return std::min(*a, *b);
}

} // namespace

bool is_busy(const lifecycle& life, const idle_policy& policy, instant at) {
  return life.busy_since_check || at <= counts_until(life, policy);
}

std::optional<instant> idle_end(const lifecycle& life,
                                const idle_policy& policy) {
  if (policy.disabled || life.now != phase::running)
    return std::nullopt;
  if (life.waits_for_group)
    return life.next_check;
  const auto until = counts_until(life, policy);
  if (until == instant::max())
    return std::nullopt;
  if (!is_busy(life, policy, life.next_check))
    return life.next_check + (life.last_chance ? span::zero() : policy.interval);
  // The next look finds it busy, and so do all that its evidence still covers:
  // the first idle look comes one interval after the last busy one.
  auto last_busy = life.next_check;
  if (until > last_busy)
    last_busy += (until - last_busy) / policy.interval * policy.interval;
  return last_busy + 2 * policy.interval;
}

bool calls_idle_off(const lifecycle& life, const idle_policy& policy,
                    instant at) {
  return life.want == wanted::running || policy.disabled
         || is_busy(life, policy, at) || policy.group_until > at;
}

span report_save_interval(const idle_policy& policy) {
  using namespace std::chrono_literals;
  return std::clamp<span>(policy.interval / 10, 5s, 5min);
}

std::optional<instant> stops_at(const lifecycle& life,
                                const idle_policy& policy) {
  if (life.now != phase::running && life.now != phase::paused)
    return std::nullopt;
  return earliest(idle_stop_at(life, policy), too_old_at(life, policy));
}

std::optional<instant> warns_at(const lifecycle& life,
                                const idle_policy& policy) {
  const auto end = stops_at(life, policy);
  if (!end || policy.warn_before == span::zero())
    return std::nullopt;
  return *end - policy.warn_before;
}

std::optional<instant> alarm_due(const lifecycle& life,
                                 const idle_policy& policy) {
  if (life.pending != call::none)
    return std::nullopt; // its answer comes first
  if (is_working(life.now) && life.failures > 0)
    return life.retry_at;
  if (life.now != phase::running && life.now != phase::paused)
    return std::nullopt;
  const auto due = earliest(too_old_at(life, policy), look_at(life, policy));
  return life.warned ? due : earliest(due, warns_at(life, policy));
}

lifecycle with_report(lifecycle life, const report& said, instant now) {
  if (said.active) {
    life.active = *said.active;
    life.reported_at = now;
    life.busy_since_check = life.busy_since_check || *said.active > 0;
  }
  if (said.busy_for) {
    const bool held = *said.busy_for > span::zero();
    life.busy_until = held ? now + *said.busy_for : instant{};
    life.busy_since_check = life.busy_since_check || held;
  }
  return life;
}

} // namespace spin
