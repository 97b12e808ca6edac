#include "tests/simulation/ledger.hpp"

#include <algorithm>
#include <utility>

#include "docker/gateway.hpp"
#include "tests/simulation/laws.hpp"

namespace spin::test {

namespace {

using std::chrono::milliseconds;

std::string text(span length) {
  return std::to_string(
           std::chrono::duration_cast<milliseconds>(length).count())
         + " ms";
}

std::string id_of(const simulated_engine::container& what) {
  return what.info.labels.at(docker::label::id);
}

} // namespace

std::chrono::seconds longest_look() {
  const docker::gateway_config gateway;
  return gateway.longest_call + 2 * gateway.stop_grace;
}

void account::widen(const idle_policy& policy) {
  const bool first = initial_least == span::zero();
  initial_least = first ? policy.initial : std::min(initial_least, policy.initial);
  initial_most = std::max(initial_most, policy.initial);
  interval_least
    = first ? policy.interval : std::min(interval_least, policy.interval);
  interval_most = std::max(interval_most, policy.interval);
  if (policy.max_age > span::zero())
    age_least = std::min(age_least.value_or(policy.max_age), policy.max_age);
  may_pause = may_pause || policy.on_idle == idle_action::pause;
  may_remove = may_remove || policy.on_idle == idle_action::remove;
  may_be_disabled = may_be_disabled || policy.disabled;
  surely_disabled = policy.disabled && (first || surely_disabled);
}

account& ledger::of(const std::string& id) {
  auto& result = accounts_[id];
  result.id = id;
  return result;
}

std::vector<const account*> ledger::mates_of(const account& whose) const {
  std::vector<const account*> result;
  for (const auto& [id, other] : accounts_)
    if (!whose.group.empty() && other.group == whose.group && id != whose.id)
      result.push_back(&other);
  return result;
}

bool ledger::rests(const account& whose) const {
  return std::ranges::all_of(mates_of(whose), [&](const account* mate) {
    return mate->stirred_at < whose.shown_at && mate->spoke_at < whose.shown_at
           && mate->open_wishes == 0 && !mate->in_doubt;
  });
}

// What its group does holds it as what it does itself.
void ledger::judge_group(const account& whose, const circumstances& at) const {
  for (const auto* mate : mates_of(whose)) {
    if (!mate->runs || !mate->shown_running || mate->stop_wished)
      continue;
    const bool used = mate->busy_at >= mate->run_began
                      && at.now - mate->busy_at < mate->interval_least;
    const bool held = at.now < mate->held_until && mate->held_run == mate->run_id;
    if (used || held || mate->surely_disabled)
      throw breach(law::never_busy, "stop of " + whose.id + ": " + mate->id
                                      + " of its group is in use");
  }
}

void ledger::judge_call(const std::string& verb,
                          const simulated_engine::container& what,
                          const circumstances& at) {
  auto& whose = of(id_of(what));
  if (verb == "start") {
    whose.shown_stop.reset();
    return;
  }
  const bool ends = verb == "stop" || verb == "pause" || verb == "remove";
  if (ends && docker::is_up(what.info.state))
    judge_stop(whose, verb, what, at);
  // It may have ended while the engine was asked for a last look.
  if (ends && !docker::is_up(what.info.state) && !whose.goes_by_rule)
    judge_going(whose, at);
  const bool by_rule
    = whose.may_remove
      && (whose.stopped_by_rule || whose.goes_by_rule || whose.stop_wished);
  if (verb == "remove" && whose.acknowledged && !whose.remove_wished
      && !whose.in_doubt && !by_rule)
    throw breach(law::no_orphan, "removed unasked: " + whose.id);
}

// A clock goes on where it was. What passed meanwhile gets one more interval,
// and two more if it was used before. Looks that move by less than an interval
// may see a report grow old one look later.
void ledger::judge_promise(account& whose, incarnation run, instant shown,
                           const circumstances& at) {
  const auto before = std::exchange(whose.promised_stop, std::nullopt);
  if (!before || run != whose.promised_run)
    return;
  auto interval = whose.interval_most;
  for (const auto* mate : mates_of(whose)) {
    if (std::max(mate->stirred_at, mate->spoke_at) >= whose.promised_at)
      return; // that moves it, too
    interval = std::max(interval, mate->interval_most);
  }
  const auto most = std::max(*before + interval, at.now + 3 * interval)
                    + std::chrono::seconds{1};
  if (shown > most)
    throw breach(law::in_time, whose.id + " lives " + text(shown - *before)
                                 + " longer after a restart of the server");
}

// It may end by itself before it is stopped, and goes all the same.
void ledger::judge_going(account& whose, const circumstances& at) {
  whose.goes_by_rule = whose.may_remove
                       && at.now - whose.busy_at >= whose.interval_least
                       && at.now >= whose.held_until;
}

// A stop of ours is right if a client asked for it, if nobody was ever told of
// the container, if it is too old, or if it is idle.
void ledger::judge_stop(account& whose, const std::string& verb,
                        const simulated_engine::container& what,
                        const circumstances& at) {
  const auto age = at.now - whose.run_began;
  // Moments are stored to the millisecond.
  if (verb == "stop" && whose.age_least
      && age + milliseconds{1} >= *whose.age_least) {
    whose.stopped_by_rule = true;
    return;
  }
  if (whose.stop_wished || !whose.acknowledged)
    return;
  const auto say = [&](std::string_view which, const std::string& how) {
    throw breach(which, verb + " of " + whose.id + ": " + how);
  };
  if (whose.surely_disabled)
    say(law::never_busy, "timeouts are disabled");
  if (verb == "pause" && !whose.may_pause)
    say(law::never_busy, "it is not to be paused");
  // Whoever freezes one between our last look and the stop is too late.
  if (verb == "stop" && what.info.state == docker::run_state::paused
      && at.now - whose.frozen_at > longest_look())
    say(law::never_busy, "it is frozen and cannot report");
  if (age + milliseconds{1} < whose.initial_least + whose.interval_least)
    say(law::never_early, "its run is " + text(age) + " old");
  if (at.now - whose.busy_at < whose.interval_least)
    say(law::never_busy, "it was in use " + text(at.now - whose.busy_at)
                           + " ago");
  if (at.now < whose.held_until && whose.held_run == what.info.started)
    say(law::never_busy, "it is held for " + text(whose.held_until - at.now));
  judge_group(whose, at);
  const bool promised = whose.shown_stop && at.calm_since < whose.shown_at
                        && whose.spoke_at < whose.shown_at && rests(whose);
  if (promised && at.now > *whose.shown_stop + std::chrono::seconds{1})
    say(law::in_time, text(at.now - *whose.shown_stop) + " late");
  if (promised && at.now < *whose.shown_stop)
    say(law::in_time, text(*whose.shown_stop - at.now) + " early");
  whose.stopped_by_rule = true;
  // One that is to be removed goes, whatever others do to it now.
  whose.stop_wished = whose.may_remove;
}

void ledger::judge_age(const simulated_engine::container& what,
                       const circumstances& at) {
  const auto& whose = of(id_of(what));
  if (what.info.state != docker::run_state::running)
    return;
  auto fresh = std::max(at.calm_since, std::min(at.lost_until, at.now));
  span initial{};
  span interval{};
  auto all = mates_of(whose);
  all.push_back(&whose);
  for (const auto* each : all) {
    fresh = std::max(fresh, each == &whose ? fresh : each->stirred_at);
    if (each != &whose && !each->runs)
      continue;
    if (each->may_be_disabled)
      return;
    fresh = std::max({fresh, each->run_began, each->resumed_at,
                      each->heard_at + at.report_ttl,
                      each->busy_at + at.report_ttl, each->held_until,
                      each->policy_sent});
    initial = std::max(initial, each->initial_most);
    interval = std::max(interval, each->interval_most);
  }
  // What others started may be found by a pass only, at the latest.
  const auto most = initial + 3 * interval + std::chrono::seconds{70};
  if (at.now > fresh + most)
    throw breach(law::not_for_ever,
                 whose.id + " idle for " + text(at.now - fresh));
}

void ledger::judge_outcome(const account& whose,
                           const simulated_engine::container* what) const {
  if (whose.in_doubt || !whose.acknowledged || whose.open_wishes > 0)
    return;
  const bool up = what && docker::is_up(what->info.state);
  const auto say = [&](const std::string& how) {
    throw breach(law::durable,
                 whose.id + how + " (wish "
                   + std::to_string(static_cast<int>(*whose.acknowledged))
                   + (what ? ", there" : ", gone")
                   + (whose.gone_by_hand ? ", by hand" : "") + ')');
  };
  switch (*whose.acknowledged) {
    case wish_kind::remove:
      if (what)
        say(" was removed and is there");
      return;
    case wish_kind::stop:
      if (up && !whose.disturbed)
        say(" was stopped and runs");
      return;
    case wish_kind::create:
    case wish_kind::start:
      if (!what && !whose.gone_by_hand && !whose.stopped_by_rule
          && !whose.goes_by_rule)
        say(" was made and is gone");
      if (!up && !whose.disturbed && !whose.stopped_by_rule
          && !whose.gone_by_hand)
        say(" was started and does not run");
      return;
    case wish_kind::hold: // holds what runs, and says nothing of what will
    case wish_kind::release:
    case wish_kind::change:
      return;
  }
}

void ledger::judge_loss(const account& whose, bool kept) const {
  // One that we removed for idleness while the store was away is known again
  // after a kill, and then it is gone: by whom, nobody can tell.
  if (kept && !whose.gone_by_hand && !whose.may_remove)
    throw breach(law::made_again, whose.id + " was not removed by others");
  if (kept && whose.made_again_for_good)
    throw breach(law::made_again, whose.id + " was made again already");
  const bool sure = whose.known_for_good && whose.gone_by_hand
                    && !whose.remove_wished && !whose.may_remove
                    && !whose.made_again && !whose.loss_in_doubt;
  if (!kept && sure)
    throw breach(law::made_again, whose.id + " was lost");
  if (kept && !whose.in_doubt && whose.acknowledged == wish_kind::remove)
    throw breach(law::made_again, whose.id + " was deleted");
}

} // namespace spin::test
