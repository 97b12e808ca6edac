#include "actors/telemetry.hpp"

#include <gtest/gtest.h>

#include <set>

namespace spin {

namespace {

using namespace std::chrono_literals;

constexpr instant t0{1000h};

lifecycle running() {
  lifecycle life;
  life.now = phase::running;
  life.fresh = false;
  life.began = t0;
  life.next_check = t0 + 60s;
  life.last_chance = true;
  life.run_id = incarnation{7};
  return life;
}

event::saw up() {
  return {true, incarnation{7}, 0, false, false};
}

event::saw down() {
  return {false, incarnation{7}, 137, false, false};
}

/// A container that `decide` moves, counted.
struct counted {
  telemetry meters;
  lifecycle life = running();
  idle_policy policy{60s, 60s, 0s};

  void feed(const any_event& what, instant at) {
    const auto next = decide(life, policy, what, at).next;
    meters.note_change(life, next, policy, at);
    life = next;
  }
  std::uint64_t stops(stop_reason why) const {
    return meters.supervision.count(why);
  }
  spread::reading errors() const {
    return meters.supervision.deadline_error.read();
  }
};

} // namespace

TEST(Telemetry, AnIdleStopIsCountedOnceWithTheErrorOfItsMoment) {
  counted one;
  one.feed(event::alarm_rang{}, t0 + 60s + 2ms);
  EXPECT_EQ(one.errors().total, 0u); // the engine has only been looked at
  one.feed(up(), t0 + 60s + 4ms);
  EXPECT_EQ(one.errors().total, 1u);
  EXPECT_EQ(one.errors().sum, 4'000'000u);
  EXPECT_EQ(one.stops(stop_reason::idle), 0u);
  one.feed(down(), t0 + 70s);
  EXPECT_EQ(one.stops(stop_reason::idle), 1u);
  EXPECT_EQ(one.meters.supervision.count(phase::stopping), 1u);
  EXPECT_EQ(one.meters.supervision.count(phase::stopped), 1u);
}

TEST(Telemetry, AStopThatIsTriedAgainIsNoNewError) {
  counted one;
  one.feed(event::alarm_rang{}, t0 + 60s);
  one.feed(up(), t0 + 60s);
  one.feed(event::failed{errc::engine_down}, t0 + 61s);
  one.feed(event::alarm_rang{}, one.life.retry_at);
  one.feed(up(), one.life.retry_at + 60s);
  ASSERT_EQ(one.life.pending, call::stop);
  EXPECT_EQ(one.errors().total, 1u);
}

TEST(Telemetry, AStopForAgeIsMeasuredFromItsAge) {
  counted one;
  one.policy.max_age = 30s;
  one.feed(event::alarm_rang{}, t0 + 30s + 7ms);
  one.feed(up(), t0 + 30s + 9ms);
  EXPECT_EQ(one.errors().sum, 9'000'000u);
  one.feed(down(), t0 + 31s);
  EXPECT_EQ(one.stops(stop_reason::max_age), 1u);
  EXPECT_EQ(one.stops(stop_reason::idle), 0u);
}

TEST(Telemetry, AStopThatAClientAskedForHasNoMoment) {
  counted one;
  one.feed(event::stop_asked{}, t0 + 10s);
  one.feed(down(), t0 + 11s);
  EXPECT_EQ(one.errors().total, 0u);
  EXPECT_EQ(one.stops(stop_reason::asked), 1u);
}

TEST(Telemetry, AnIdleStopThatIsCalledOffIsCounted) {
  counted one;
  one.feed(event::alarm_rang{}, t0 + 60s);
  one.feed(event::reported{{5, std::nullopt}}, t0 + 60s);
  one.feed(up(), t0 + 61s);
  ASSERT_EQ(one.life.now, phase::running);
  EXPECT_EQ(one.meters.supervision.called_off.read(), 1u);
  EXPECT_EQ(one.stops(stop_reason::idle), 0u);
}

TEST(Telemetry, OneThatIsRemovedForIdlenessIsAStopToo) {
  counted one;
  one.policy.on_idle = idle_action::remove;
  one.feed(event::alarm_rang{}, t0 + 60s);
  one.feed(up(), t0 + 60s);
  one.feed(down(), t0 + 61s);
  ASSERT_EQ(one.life.now, phase::removing);
  EXPECT_EQ(one.stops(stop_reason::idle), 1u);
}

TEST(Telemetry, APauseIsAStop) {
  counted one;
  one.policy.on_idle = idle_action::pause;
  one.feed(event::alarm_rang{}, t0 + 60s);
  one.feed(up(), t0 + 60s + 3ms);
  auto frozen = up();
  frozen.paused = true;
  one.feed(frozen, t0 + 61s);
  ASSERT_EQ(one.life.now, phase::paused);
  EXPECT_EQ(one.stops(stop_reason::idle), 1u);
  EXPECT_EQ(one.errors().sum, 3'000'000u);
}

TEST(Telemetry, CountsNothingIfItIsNotTo) {
  counted one{telemetry{false}};
  one.feed(event::alarm_rang{}, t0 + 60s);
  one.feed(up(), t0 + 60s);
  one.feed(down(), t0 + 61s);
  EXPECT_EQ(one.stops(stop_reason::idle), 0u);
  EXPECT_EQ(one.errors().total, 0u);
}

TEST(Telemetry, EveryKindHasANameOfItsOwn) {
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < actor_kinds; ++i)
    names.insert(to_string(static_cast<actor_kind>(i)));
  EXPECT_EQ(names.size(), actor_kinds);
  EXPECT_EQ(names.count("unknown"), 0u);
  EXPECT_EQ(to_string(actor_kind::reply), "reply"); // the last one
}

TEST(Telemetry, TheListsReachToTheLastOfTheirKind) {
  const auto beyond = [](auto kinds, auto last) {
    using kind = decltype(last);
    return to_string(static_cast<kind>(kinds));
  };
  EXPECT_EQ(beyond(failure_kinds, errc::none), "unknown");
  EXPECT_EQ(beyond(phase_kinds, phase::gone), "unknown");
  EXPECT_EQ(beyond(stop_reasons, stop_reason::none), "unknown");
}

TEST(Telemetry, AVerbThatNobodyKnowsIsAnother) {
  engine_meter engine;
  engine.of("stop").note(errc::none);
  engine.of("dance").note(errc::engine_refused);
  EXPECT_EQ(engine.of("stop").count(errc::none), 1u);
  EXPECT_EQ(engine.all().back().count(errc::engine_refused), 1u);
}

// -- mailboxes and probes
// -------------------------------------------------------

TEST(ActorMeter, OneLookAtAMailboxIsEnoughForAWhile) {
  actor_meter meter;
  EXPECT_TRUE(meter.wants_sample(t0));
  EXPECT_FALSE(meter.wants_sample(t0));
  EXPECT_FALSE(meter.wants_sample(t0 + actor_meter::sample_every - 1ns));
  EXPECT_TRUE(meter.wants_sample(t0 + actor_meter::sample_every));
}

TEST(ActorMeter, TheLongestMailboxIsForgottenAfterAWhile) {
  constexpr auto window = actor_meter::longest_counts;
  actor_meter meter;
  meter.note_mailbox(500, t0);
  meter.note_mailbox(3, t0 + 1s);
  EXPECT_EQ(meter.latest_mailbox(), 3);
  EXPECT_EQ(meter.longest_mailbox(t0 + 1s), 500);
  meter.note_mailbox(4, t0 + window);
  EXPECT_EQ(meter.longest_mailbox(t0 + window), 500);
  meter.note_mailbox(5, t0 + 2 * window);
  EXPECT_EQ(meter.longest_mailbox(t0 + 2 * window), 5);
  EXPECT_EQ(meter.longest_mailbox(t0 + 5 * window), 0);
}

TEST(ActorMeter, TheOldestMessageGrowsUntilItsProbeIsBack) {
  actor_meter meter;
  EXPECT_EQ(meter.oldest_message(t0), 0s);
  meter.note_probe_sent(t0);
  EXPECT_EQ(meter.oldest_message(t0 + 5s), 5s);
  EXPECT_EQ(meter.oldest_message(t0 + 9s), 9s);
  meter.note_probe_back(t0 + 10s);
  EXPECT_EQ(meter.oldest_message(t0 + 60s), 10s);
  meter.note_probe_sent(t0 + 60s);
  meter.note_probe_back(t0 + 60s + 1ms);
  EXPECT_EQ(meter.oldest_message(t0 + 60s), 1ms);
}

TEST(ActorMeter, WhoEndedIsNotAlive) {
  actor_meter meter;
  for (int i = 0; i < 4; ++i)
    meter.spawned.add();
  meter.note_end(actor_end::normal);
  meter.note_end(actor_end::fault);
  EXPECT_EQ(meter.alive(), 2u);
}

} // namespace spin
