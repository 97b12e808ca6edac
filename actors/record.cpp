#include "actors/record.hpp"

#include <algorithm>

namespace spin {

namespace {

bool unanswered(const lifecycle& life) {
  return life.fresh
         && (life.now == phase::creating || life.now == phase::starting);
}

} // namespace

snapshot to_record(const container_view& view, const clock_pair& now) {
  const auto& life = view.life;
  snapshot result;
  result.who = *view.who;
  if (view.run)
    result.run = *view.run;
  result.want = life.want;
  // Until the create is answered, a restart must undo or adopt it, not start it.
  result.now = unanswered(life) ? phase::creating : life.now;
  result.why = life.why;
  result.run_id = life.run_id;
  result.next_check = now.to_utc(life.next_check);
  result.last_chance = life.last_chance;
  result.busy_since_check = life.busy_since_check;
  result.active = life.active;
  if (life.reported_at)
    result.reported_at = now.to_utc(*life.reported_at);
  if (life.stopped_at)
    result.stopped_at = now.to_utc(*life.stopped_at);
  result.exit_code = life.exit_code;
  return result;
}

container_view from_record(const snapshot& stored, const idle_policy& policy,
                           const clock_pair& now) {
  lifecycle life;
  life.want = stored.want;
  life.now = stored.now;
  life.fresh = stored.now == phase::creating;
  life.why = stored.why;
  life.run_id = stored.run_id;
  life.next_check
    = std::min(now.to_instant(stored.next_check),
               now.steady + std::max(policy.initial, policy.interval));
  life.last_chance = stored.last_chance;
  life.busy_since_check = stored.busy_since_check;
  life.active = stored.active;
  if (stored.reported_at)
    life.reported_at = std::min(now.to_instant(*stored.reported_at), now.steady);
  if (stored.stopped_at)
    life.stopped_at = std::min(now.to_instant(*stored.stopped_at), now.steady);
  life.exit_code = stored.exit_code;
  container_view result;
  result.who = std::make_shared<const identity>(stored.who);
  result.run = std::make_shared<const run_facts>(stored.run);
  result.life = life;
  result.stops_at = stops_at(life, policy);
  return result;
}

} // namespace spin
