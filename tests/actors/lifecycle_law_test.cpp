#include <gtest/gtest.h>

#include <random>

#include "actors/lifecycle.hpp"

// The laws of supervision, checked on every phase x every event and on seeded
// random histories.

namespace spin {

namespace {

using namespace std::chrono_literals;

const instant t0{std::chrono::hours{1000}};
const idle_policy policy{100s, 10s, 40s, false};

const std::vector<phase> every_phase{
  phase::creating, phase::starting, phase::running, phase::stopping,
  phase::stopped,  phase::removing, phase::gone,
  phase::pausing,  phase::paused,   phase::resuming};

const std::vector<any_event> every_event{
  event::keep_alive_asked{0s}, event::keep_alive_asked{60s},
  event::policy_changed{},     event::store_emptied{},
  event::noticed{docker::happening::died, 0},
  event::noticed{docker::happening::stopped, 0},
  event::noticed{docker::happening::started, 0},
  event::noticed{docker::happening::paused, 0},
  event::listed{true, false, true},
  event::saw{true, incarnation{7}, 0, true, false},
  event::create_asked{},       event::start_asked{},
  event::stop_asked{},         event::remove_asked{},
  event::reported{{0, std::nullopt}},          event::reported{{3, std::nullopt}},
  event::alarm_rang{},         event::recovered{},
  event::not_listed{},         event::listed{true, false},
  event::listed{true, true},   event::listed{false, false},
  event::made{},               event::saw{true, incarnation{7}, 0},
  event::saw{true, incarnation{8}, 0}, event::saw{false, incarnation{7}, 3},
  event::saw{false, incarnation::none, 0}, event::removed{},
  event::failed{errc::no_such_container}, event::failed{errc::engine_refused},
  event::failed{errc::engine_down}, event::failed{errc::timed_out},
  event::failed{errc::no_such_image}, event::failed{errc::conflict}};

const std::vector<call> every_call{call::none,    call::create, call::start,
                                   call::inspect, call::stop,   call::remove,
                                   call::pause,   call::resume};

bool is_answer(const any_event& what) {
  return std::holds_alternative<event::made>(what)
         || std::holds_alternative<event::saw>(what)
         || std::holds_alternative<event::removed>(what)
         || std::holds_alternative<event::failed>(what);
}

bool is_wish(const any_event& what) {
  return std::holds_alternative<event::start_asked>(what)
         || std::holds_alternative<event::stop_asked>(what)
         || std::holds_alternative<event::remove_asked>(what);
}

template <class T>
std::size_t count(const decision& d) {
  std::size_t result = 0;
  for (const auto& e : d.effects)
    result += std::holds_alternative<T>(e) ? 1 : 0;
  return result;
}

/// Calls `check(was, event, decision)` for every cell, under every wish, reason,
/// pending call and age that can be.
template <class Check>
void for_every_cell(Check check, const idle_policy& by = policy) {
  for (const auto now : every_phase)
    for (const auto& what : every_event)
      for (const auto pending : every_call)
        for (const auto want :
             {wanted::running, wanted::stopped, wanted::removed,
              wanted::paused})
          for (const auto why : {stop_reason::none, stop_reason::idle,
                                 stop_reason::asked, stop_reason::died})
            for (const bool fresh : {false, true})
              for (const bool last : {false, true}) {
                if (is_answer(what) && pending == call::none)
                  continue; // answers come to calls only
                lifecycle was;
                was.now = now;
                was.want = want;
                was.why = why;
                was.pending = pending;
                was.fresh = fresh;
                was.last_chance = last;
                was.run_id = incarnation{7};
                was.next_check = t0;
                check(was, what, decide(was, by, what, t0));
                was.waits_for_group = now == phase::running && last;
                if (was.waits_for_group)
                  check(was, what, decide(was, by, what, t0));
              }
}

} // namespace

TEST(LifecycleLaws, AtMostOneEngineCallIsUnderWay) {
  for_every_cell([](const lifecycle& was, const any_event& what,
                    const decision& d) {
    EXPECT_LE(count<effect::ask_engine>(d), 1u);
    if (count<effect::ask_engine>(d) == 1
        && !std::holds_alternative<event::recovered>(what)) {
      EXPECT_TRUE(was.pending == call::none || is_answer(what));
    }
  });
}

TEST(LifecycleLaws, NobodyIsEndedForIdlenessWhileItsGroupIsInUse) {
  auto used = policy;
  used.group_until = t0 + 1ms;
  const auto check = [](const lifecycle& was, const any_event& what,
                        const decision& d) {
    const bool ends = was.now == phase::running
                      && d.next.why == stop_reason::idle
                      && (d.next.now == phase::stopping
                          || d.next.now == phase::pausing);
    EXPECT_FALSE(ends && was.why != stop_reason::idle);
    EXPECT_FALSE(d.next.waits_for_group && d.next.now != phase::running);
    // Nor is it, if that was decided before the group was used again.
    const bool sure = was.why == stop_reason::idle
                      && was.want != wanted::removed
                      && was.pending == call::inspect;
    for (const auto& e : d.effects)
      if (const auto* ask = std::get_if<effect::ask_engine>(&e);
          ask && sure && std::holds_alternative<event::saw>(what)) {
        EXPECT_NE(ask->what, call::stop);
        EXPECT_NE(ask->what, call::pause);
      }
  };
  for_every_cell(check, used);
}

TEST(LifecycleLaws, PendingSaysWhatWasAsked) {
  for_every_cell([](const lifecycle& was, const any_event& what,
                    const decision& d) {
    for (const auto& e : d.effects)
      if (const auto* ask = std::get_if<effect::ask_engine>(&e)) {
        EXPECT_EQ(d.next.pending, ask->what);
        return;
      }
    if (is_answer(what) || std::holds_alternative<event::recovered>(what))
      EXPECT_EQ(d.next.pending, call::none);
    else
      EXPECT_EQ(d.next.pending, was.pending);
  });
}

TEST(LifecycleLaws, EveryChangeOfPhaseOrWishIsStored) {
  for_every_cell([](const lifecycle& was, const any_event&, const decision& d) {
    if (d.refusal != errc::none || (was.now == d.next.now
                                    && was.want == d.next.want))
      return;
    if (was.now == phase::creating && d.next.now == phase::starting)
      return; // the record of the wish covers both
    EXPECT_GE(count<effect::save>(d) + count<effect::commit>(d)
                + count<effect::forget>(d),
              1u)
      << to_string(was.now) << " to " << to_string(d.next.now);
  });
}

TEST(LifecycleLaws, AWishOfAClientIsStoredBeforeAnythingIsDone) {
  for_every_cell([](const lifecycle& was, const any_event& what,
                    const decision& d) {
    if (!is_wish(what) || d.refusal != errc::none)
      return;
    // One that waits for the end of a start has that start's commit.
    if (was.now == phase::starting
        && std::holds_alternative<event::start_asked>(what))
      return;
    ASSERT_FALSE(d.effects.empty());
    EXPECT_TRUE(std::holds_alternative<effect::commit>(d.effects.front()));
    EXPECT_EQ(count<effect::commit>(d), 1u);
  });
}

TEST(LifecycleLaws, ARefusalChangesNothing) {
  for_every_cell([](const lifecycle& was, const any_event&, const decision& d) {
    if (d.refusal == errc::none)
      return;
    EXPECT_EQ(d.next, was);
    EXPECT_TRUE(d.effects.empty());
  });
}

TEST(LifecycleLaws, NothingLeavesGone) {
  for_every_cell([](const lifecycle& was, const any_event&, const decision& d) {
    if (was.now != phase::gone)
      return;
    EXPECT_EQ(d.next.now, phase::gone);
    EXPECT_EQ(count<effect::ask_engine>(d), 0u);
  });
}

TEST(LifecycleLaws, OnlyAFreshContainerIsRemovedUnasked) {
  for_every_cell([](const lifecycle& was, const any_event& what,
                    const decision& d) {
    if (was.want == wanted::removed || d.next.want != wanted::removed
        || count<effect::commit>(d) > 0)
      return;
    EXPECT_TRUE(was.fresh || was.now == phase::creating);
    if (const auto* seen = std::get_if<event::saw>(&what)) {
      EXPECT_FALSE(seen->up) << "never one that runs";
    }
  });
}

// S14: a late answer of a stop never overwrites what came after it.
TEST(LifecycleLaws, StoppingNeverFollowsStoppedWithoutAWish) {
  for_every_cell([](const lifecycle& was, const any_event&, const decision& d) {
    if (was.now == phase::stopped) {
      EXPECT_NE(d.next.now, phase::stopping);
    }
  });
}

TEST(LifecycleLaws, ATransportErrorNeverDropsARecord) {
  for_every_cell([](const lifecycle&, const any_event& what,
                    const decision& d) {
    const auto* failed = std::get_if<event::failed>(&what);
    if (failed && (failed->code == errc::engine_down
                   || failed->code == errc::timed_out)) {
      EXPECT_EQ(count<effect::forget>(d), 0u);
    }
  });
}

TEST(LifecycleLaws, WorkThatFailedIsTriedAgainForEver) {
  for (const auto now : {phase::stopping, phase::removing}) {
    lifecycle life;
    life.now = now;
    life.fresh = false;
    life.why = stop_reason::asked;
    life.want = now == phase::removing ? wanted::removed : wanted::stopped;
    life.pending = now == phase::removing ? call::remove : call::stop;
    auto at = t0;
    for (int i = 0; i < 200; ++i) {
      life = decide(life, policy, event::failed{errc::engine_down}, at).next;
      const auto due = alarm_due(life, policy);
      ASSERT_TRUE(due);
      ASSERT_GT(*due, at);
      ASSERT_LE(*due - at, 60s);
      at = *due;
      const auto d = decide(life, policy, event::alarm_rang{}, at);
      ASSERT_EQ(count<effect::ask_engine>(d), 1u);
      life = d.next;
    }
  }
}

// -- random histories ---------------------------------------------------------

namespace {

/// Drives one running container with seeded reports and alarms and keeps its
/// own, independent account of when it was in use.
struct random_history {
  std::mt19937_64 random;
  lifecycle life;
  instant now = t0;
  instant started = t0;
  std::optional<instant> last_busy_report;

  explicit random_history(std::uint64_t seed) : random(seed) {
    life.now = phase::starting;
    life.fresh = false;
    life.pending = call::start;
    life = decide(life, policy, event::saw{true, incarnation{1}, 0}, now).next;
  }

  bool chance(int percent) {
    return static_cast<int>(random() % 100) < percent;
  }

  void report(std::uint64_t active) {
    if (active > 0)
      last_busy_report = now;
    life = decide(life, policy, event::reported{{active, std::nullopt}}, now).next;
  }
};

} // namespace

TEST(LifecycleLaws, NoHistoryStopsAContainerUsedWithinTheLastInterval) {
  std::size_t stops = 0;
  for (std::uint64_t seed = 1; seed <= 3000; ++seed) {
    random_history h{seed};
    while (h.life.now == phase::running && h.now < t0 + 1h) {
      const auto due = alarm_due(h.life, policy);
      ASSERT_TRUE(due) << "seed " << seed;
      const auto step = std::chrono::milliseconds{h.random() % 9000};
      if (h.now + step < *due) {
        h.now += step;
        if (h.chance(20))
          h.report(h.chance(40) ? 1 + h.random() % 5 : 0);
        continue;
      }
      h.now = *due + std::chrono::milliseconds{h.random() % 900};
      h.life = decide(h.life, policy, event::alarm_rang{}, h.now).next;
    }
    if (h.life.now != phase::stopping)
      continue;
    ++stops;
    EXPECT_GE(h.now - h.started, policy.initial + policy.interval)
      << "seed " << seed;
    if (h.last_busy_report) {
      EXPECT_GE(h.now - *h.last_busy_report, policy.interval)
        << "seed " << seed;
    }
  }
  EXPECT_GT(stops, 1000u) << "the histories must also see stops";
}

TEST(LifecycleLaws, StopsAtIsTheTruthIfNothingMoreIsHeard) {
  for (std::uint64_t seed = 1; seed <= 2000; ++seed) {
    random_history h{seed};
    for (int i = 0; i < 12 && h.life.now == phase::running; ++i) {
      const auto due = *alarm_due(h.life, policy);
      const auto step = std::chrono::milliseconds{h.random() % 30000};
      if (h.now + step < due) {
        h.now += step;
        h.report(h.random() % 3);
      } else {
        h.now = due;
        h.life = decide(h.life, policy, event::alarm_rang{}, h.now).next;
      }
    }
    if (h.life.now != phase::running)
      continue;
    const auto promised = stops_at(h.life, policy);
    ASSERT_TRUE(promised);
    auto life = h.life;
    auto at = h.now;
    while (life.now == phase::running) {
      at = *alarm_due(life, policy);
      life = decide(life, policy, event::alarm_rang{}, at).next;
    }
    EXPECT_EQ(at, *promised) << "seed " << seed;
  }
}

} // namespace spin
