#include <algorithm>
#include <utility>

#include "actors/lifecycle_steps.hpp"

// The idle clock of a container that runs.

namespace spin {

void lifecycle_steps::tend() {
  const auto& l = next();
  const bool too_old = policy_.max_age > span::zero()
                       && now_ >= l.began + policy_.max_age;
  if (too_old)
    return stop_for_age();
  if (l.now == phase::running && !policy_.disabled && now_ >= l.next_check)
    l.waits_for_group ? end_with_group() : look();
  warn_if_due();
}

void lifecycle_steps::look() {
  auto& l = next();
  if (now_ - l.next_check > missed_after)
    return give_one_more();
  if (is_busy(l, policy_, now_)) {
    l.last_chance = false;
  } else if (!l.last_chance) {
    l.last_chance = true;
  } else {
    return end_with_group();
  }
  l.busy_since_check = false;
  l.next_check = now_ + policy_.interval;
  save();
}

void lifecycle_steps::end_with_group() {
  auto& l = next();
  const bool waited = std::exchange(l.waits_for_group,
                                    policy_.group_until > now_);
  if (l.waits_for_group)
    return;
  if (waited)
    l.next_check = now_; // so late it is, not since its last look
  act_on_idleness();
}

void lifecycle_steps::stop_waiting_if_used() {
  auto& l = next();
  if (!l.waits_for_group)
    return;
  if (l.now != phase::running || policy_.disabled) {
    l.waits_for_group = false;
  } else if (is_busy(l, policy_, now_)) {
    begin_interval();
    save();
  }
}

// Taken on a window of evidence; `called_off` decides once more on what the
// engine and the container say right before the call.
void lifecycle_steps::act_on_idleness() {
  auto& l = next();
  const bool freezes = policy_.on_idle == idle_action::pause;
  l.want = freezes ? wanted::paused : wanted::stopped;
  l.now = freezes ? phase::pausing : phase::stopping;
  l.why = stop_reason::idle;
  l.stop_sent = {};
  l.failures = 0;
  save();
  ask(call::inspect);
}

// The stop may have reached the engine, and a restart of ours would forget why
// it was called off.
void lifecycle_steps::spare_if_used() {
  auto& l = next();
  if (l.now != phase::stopping || l.why != stop_reason::idle
      || l.want != wanted::removed || !calls_idle_off(l, policy_, now_))
    return;
  l.want = wanted::stopped;
  save();
}

void lifecycle_steps::stop_for_age() {
  auto& l = next();
  l.want = wanted::stopped;
  l.now = phase::stopping;
  l.why = stop_reason::max_age;
  l.stop_sent = {};
  l.failures = 0;
  save();
  ask(call::inspect);
}

void lifecycle_steps::warn_if_due() {
  auto& l = next();
  const auto at = warns_at(l, policy_);
  if (l.warned || !at || now_ < *at)
    return;
  l.warned = true;
  out_.effects.push_back(effect::warn{});
}

void lifecycle_steps::begin_interval() {
  auto& l = next();
  l.waits_for_group = false;
  l.last_chance = false;
  l.busy_since_check = false;
  l.next_check = std::max(l.next_check, now_ + policy_.interval);
}

void lifecycle_steps::give_one_more() {
  auto& l = next();
  l.waits_for_group = false;
  l.last_chance = true;
  l.next_check = now_ + policy_.interval;
  save();
}

void lifecycle_steps::restart_clock() {
  auto& l = next();
  l.waits_for_group = false;
  l.last_chance = false;
  l.next_check = std::max(l.began + policy_.initial, now_ + policy_.interval);
}

} // namespace spin
