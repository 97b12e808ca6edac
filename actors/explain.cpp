#include "actors/explain.hpp"

#include "actors/explain_words.hpp"

namespace spin {

std::string_view to_string(deciding_rule what) noexcept {
  switch (what) {
  case deciding_rule::not_running:
    return "not_running";
  case deciding_rule::working:
    return "working";
  case deciding_rule::disabled:
    return "disabled";
  case deciding_rule::report_without_end:
    return "report_without_end";
  case deciding_rule::in_use:
    return "in_use";
  case deciding_rule::looks:
    return "looks";
  case deciding_rule::last_chance:
    return "last_chance";
  case deciding_rule::group:
    return "group";
  case deciding_rule::max_age:
    return "max_age";
  case deciding_rule::paused:
    return "paused";
  }
  return "unknown";
}

namespace {

evidence report_of(const lifecycle& life, const idle_policy& policy,
                   instant now) {
  evidence result;
  result.at = life.reported_at;
  if (life.active == 0 || !life.reported_at)
    return result;
  result.until = policy.report_ttl == span::zero()
                     ? instant::max()
                     : *life.reported_at + policy.report_ttl;
  result.counts = result.until >= now;
  return result;
}

evidence lease_until(instant until, instant now) {
  return {std::nullopt, until, until >= now && until != instant{}};
}

/// Returns whether its age is what ends it, by `end`.
bool ends_by_age(const lifecycle& life, const idle_policy& policy,
                 std::optional<instant> end) {
  if (!end || policy.max_age == span::zero()
      || *end != life.began + policy.max_age)
    return false;
  auto ageless = policy;
  ageless.max_age = span::zero();
  const auto otherwise = stops_at(life, ageless);
  return !otherwise || *otherwise > *end;
}

deciding_rule rule_of(const lifecycle& life, const idle_policy& policy,
                      const explanation& so_far) {
  using enum deciding_rule;
  if (life.now == phase::stopped || life.now == phase::gone)
    return not_running;
  if (is_working(life.now))
    return working;
  if (ends_by_age(life, policy, so_far.stops_at))
    return max_age;
  if (life.now == phase::paused)
    return paused;
  if (policy.disabled)
    return disabled;
  if (so_far.report.until == instant::max())
    return report_without_end;
  if (const auto own = idle_end(life, policy); own < policy.group_until)
    return group;
  if (is_busy(life, policy, life.next_check))
    return in_use;
  return life.last_chance ? last_chance : looks;
}

} // namespace

explanation explain(const container_view& what, const idle_policy& policy,
                    const std::vector<past_check>& checks,
                    const clock_pair& now) {
  const auto& life = what.life;
  explanation result;
  result.stops_at = stops_at(life, policy);
  const auto warning = warns_at(life, policy);
  result.stopping_soon = warning && *warning <= now.steady;
  if (life.now == phase::running && !policy.disabled && !life.waits_for_group)
    result.next_check = life.next_check;
  result.report = report_of(life, policy, now.steady);
  result.keep_alive = lease_until(life.held_until, now.steady);
  result.busy_for = lease_until(life.busy_until, now.steady);
  result.group = lease_until(policy.group_until, now.steady);
  result.rule = rule_of(life, policy, result);
  result.sentence = sentence_of({what, policy, checks, now, result});
  return result;
}

} // namespace spin
