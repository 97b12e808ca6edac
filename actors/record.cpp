#include "actors/record.hpp"

#include <algorithm>

namespace spin {

namespace {

bool unanswered(const lifecycle& life) {
  return life.fresh
         && (life.now == phase::creating || life.now == phase::starting);
}

std::chrono::milliseconds lead_of(const clock_pair& now) {
  return now.wall.time_since_epoch()
         - std::chrono::floor<std::chrono::milliseconds>(
           now.steady.time_since_epoch());
}

/// Returns the clocks by which the moments of `stored` are to be read.
clock_pair clocks_of(const snapshot& stored, const timeline& at) {
  if (stored.boot.empty() || stored.boot != at.boot)
    return at.now;
  return {at.now.steady, at.now.wall + (stored.lead - lead_of(at.now))};
}

std::optional<utc> stored_lease(instant until, const clock_pair& now) {
  if (until <= now.steady)
    return std::nullopt;
  return now.to_utc(until);
}

instant lease_from(const std::optional<utc>& until, const policy_bounds& bounds,
                   const clock_pair& now) {
  if (!until)
    return {};
  return std::min(now.to_instant(*until), now.steady + bounds.keep_alive_max);
}

/// Returns the past moment `at`: never one that is still to come.
instant past(utc at, const clock_pair& now) {
  return std::min(now.to_instant(at), now.steady);
}

} // namespace

snapshot to_record(const container_view& view, const timeline& at) {
  const auto& now = at.now;
  const auto& life = view.life;
  snapshot result;
  result.who = *view.who;
  if (view.run)
    result.run = *view.run;
  result.health = view.health;
  result.answers = view.answers == life.run_id
                   && life.run_id != incarnation::none;
  result.want = life.want;
  // Until the create is answered, a restart must undo or adopt it, not start it.
  result.now = unanswered(life) ? phase::creating : life.now;
  result.why = life.why;
  result.run_id = life.run_id;
  result.began = now.to_utc(life.began);
  result.next_check = now.to_utc(life.next_check);
  if (life.now == phase::stopping && life.stop_sent != instant{})
    result.stop_sent = now.to_utc(life.stop_sent);
  result.last_chance = life.last_chance;
  result.busy_since_check = life.busy_since_check;
  result.active = life.active;
  if (life.reported_at)
    result.reported_at = now.to_utc(*life.reported_at);
  result.held_until = stored_lease(life.held_until, now);
  result.busy_until = stored_lease(life.busy_until, now);
  if (life.ended)
    result.last_end = run_end{life.ended->why, now.to_utc(life.ended->at),
                              life.ended->exit_code, life.ended->oom_killed};
  if (view.own)
    result.own = *view.own;
  if (view.made_with)
    result.options = view.made_with->what;
  result.boot = at.boot;
  result.lead = lead_of(now);
  return result;
}

container_view from_record(const snapshot& stored, const server_policy& server,
                           const timeline& at) {
  const auto now = clocks_of(stored, at);
  container_view result;
  result.who = std::make_shared<const identity>(stored.who);
  result.run = std::make_shared<const run_facts>(stored.run);
  if (stored.own != policy_overrides{})
    result.own = std::make_shared<const policy_overrides>(stored.own);
  result.made_with = share(stored.options);
  result.health = stored.health;
  if (stored.answers)
    result.answers = stored.run_id;
  const auto policy = policy_of(result, server);
  auto& life = result.life;
  life.want = stored.want;
  life.now = stored.now;
  life.fresh = stored.now == phase::creating;
  life.why = stored.why;
  life.run_id = stored.run_id;
  life.began = past(stored.began, now);
  life.next_check
    = std::min(now.to_instant(stored.next_check),
               now.steady + std::max(policy.initial, policy.interval));
  if (stored.stop_sent)
    life.stop_sent = past(*stored.stop_sent, now);
  life.last_chance = stored.last_chance;
  life.busy_since_check = stored.busy_since_check;
  life.active = stored.active;
  if (stored.reported_at)
    life.reported_at = past(*stored.reported_at, now);
  life.held_until = lease_from(stored.held_until, server.bounds, now);
  life.busy_until = lease_from(stored.busy_until, server.bounds, now);
  if (const auto& end = stored.last_end)
    life.ended = ended_run{past(end->at, now), end->exit_code, end->why,
                           end->oom_killed};
  return result;
}

} // namespace spin
