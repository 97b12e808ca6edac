#include "actors/bulletin.hpp"

#include <set>

#include <gmock/gmock.h>

// What of a change is told, case by case; that nothing is left out is the law
// of event_mirror_test.

namespace spin {

namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

const instant told_at{1000s};

container_view in(phase what) {
  container_view view;
  identity who;
  who.name = "x";
  view.who = std::make_shared<const identity>(who);
  view.run = std::make_shared<const run_facts>(
      run_facts{{{80, transport::tcp, 1080}}, {}});
  view.life.now = what;
  view.life.fresh = false;
  view.life.run_id = incarnation{7};
  view.life.next_check = told_at + 1h;
  return view;
}

container_view with(container_view view, void (*change)(lifecycle&)) {
  change(view.life);
  return view;
}

std::vector<tiding> told(const container_view& was, const container_view& is,
                         trigger by = trigger::request, bool adopted = false) {
  return told_of(was, is, adopted, {by, ""}, {}, told_at);
}

} // namespace

TEST(Bulletin, EveryWordIsReadBackAndNoOtherIs) {
  std::set<std::string_view> words;
  for (std::size_t i = 0; i < tidings; ++i) {
    const auto what = static_cast<tiding>(i);
    EXPECT_TRUE(words.insert(to_string(what)).second);
    EXPECT_EQ(tiding_named(to_string(what)), what);
    EXPECT_THAT(all_tidings(),
                testing::HasSubstr(std::string{to_string(what)}));
  }
  for (const auto* other : {"", "reset", "Stopped", "stopped ", "stop"})
    EXPECT_FALSE(tiding_named(other)) << other;
}

TEST(Bulletin, ThatItIsReadyIsToldOnceAndAnUnhealthyTurnAsAChange) {
  const auto not_yet = in(phase::running);
  auto ready = not_yet;
  ready.answers = ready.life.run_id;
  EXPECT_THAT(told(not_yet, ready), ElementsAre(tiding::ready));
  EXPECT_THAT(told(ready, ready), IsEmpty());
  auto ill = not_yet;
  ill.health = health_status::unhealthy;
  EXPECT_THAT(told(ready, ill), ElementsAre(tiding::changed));
  EXPECT_THAT(told(ready, in(phase::stopping)), ElementsAre(tiding::stopping));
}

TEST(Bulletin, NothingIsToldOfNothing) {
  EXPECT_THAT(told(in(phase::running), in(phase::running)), IsEmpty());
}

TEST(Bulletin, ACreateIsToldOnceItSucceeded) {
  auto fresh = in(phase::starting);
  fresh.life.fresh = true;
  auto earlier = fresh;
  earlier.life.now = phase::creating;
  EXPECT_THAT(told(earlier, fresh), IsEmpty());
  EXPECT_THAT(told(fresh, in(phase::running)),
              ElementsAre(tiding::created, tiding::started));
  EXPECT_THAT(told(fresh, in(phase::stopped)),
              ElementsAre(tiding::created, tiding::stopped));
  auto undone = in(phase::removing);
  undone.life.fresh = true;
  EXPECT_THAT(told(fresh, undone), IsEmpty());
}

TEST(Bulletin, AStrangerIsAdoptedAndNotCreated) {
  auto fresh = in(phase::creating);
  fresh.life.fresh = true;
  EXPECT_THAT(told(fresh, in(phase::running), trigger::pass, true),
              ElementsAre(tiding::adopted, tiding::started));
  EXPECT_THAT(told(in(phase::stopped), in(phase::stopped), trigger::pass, true),
              ElementsAre(tiding::adopted));
}

TEST(Bulletin, WhatWasNotListedIsNotRemoved) {
  EXPECT_THAT(told(in(phase::running), in(phase::removing)),
              ElementsAre(tiding::removed));
  EXPECT_THAT(told(in(phase::stopped), in(phase::gone)),
              ElementsAre(tiding::removed));
  EXPECT_THAT(told(in(phase::removing), in(phase::gone)), IsEmpty());
}

TEST(Bulletin, ARunThatGoesOnIsResumedAndANewOneStarted) {
  for (auto from :
       {phase::stopping, phase::pausing, phase::paused, phase::resuming})
    EXPECT_THAT(told(in(from), in(phase::running)),
                ElementsAre(tiding::resumed));
  const auto anew =
      with(in(phase::running), [](lifecycle& l) { l.run_id = incarnation{8}; });
  for (auto from :
       {phase::starting, phase::stopped, phase::stopping, phase::running})
    EXPECT_THAT(told(in(from), anew), ElementsAre(tiding::started));
}

TEST(Bulletin, AnEndOnTheWayToTheNextRunIsToldToo) {
  const auto next = with(in(phase::starting), [](lifecycle& l) {
    l.ended = ended_run{told_at, 1, stop_reason::died, false};
  });
  EXPECT_THAT(told(in(phase::running), next, trigger::event),
              ElementsAre(tiding::stopped, tiding::changed));
}

TEST(Bulletin, AReportIsToldIfItsNumberIsAnother) {
  const auto three = with(in(phase::running), [](lifecycle& l) {
    l.active = 3;
    l.reported_at = told_at;
    l.busy_since_check = true;
  });
  const auto later =
      with(three, [](lifecycle& l) { l.reported_at = told_at + 60s; });
  EXPECT_THAT(told(in(phase::running), three, trigger::report),
              ElementsAre(tiding::checked_in));
  EXPECT_THAT(told(three, later, trigger::report), IsEmpty());
}

TEST(Bulletin, ALeaseIsToldWhenItBeginsIsRenewedAndEnds) {
  const auto held =
      with(in(phase::running), [](lifecycle& l) { l.held_until = told_at + 60s; });
  const auto longer =
      with(in(phase::running), [](lifecycle& l) { l.held_until = told_at + 90s; });
  EXPECT_THAT(told(in(phase::running), held), ElementsAre(tiding::held));
  EXPECT_THAT(told(held, longer), ElementsAre(tiding::held));
  EXPECT_THAT(told(longer, in(phase::running)), ElementsAre(tiding::held));
  // A stop ends it, and says so by itself.
  EXPECT_THAT(told(held, in(phase::stopping)), ElementsAre(tiding::stopping));
}

TEST(Bulletin, ALeaseOfItsOwnIsNotToldAtEachReport) {
  const auto held =
      with(in(phase::running), [](lifecycle& l) { l.busy_until = told_at + 60s; });
  const auto longer =
      with(in(phase::running), [](lifecycle& l) { l.busy_until = told_at + 90s; });
  const auto over =
      with(in(phase::running), [](lifecycle& l) { l.busy_until = told_at - 1s; });
  const auto by = trigger::report;
  EXPECT_THAT(told(over, held, by), ElementsAre(tiding::held));
  EXPECT_THAT(told(held, longer, by), IsEmpty());
  EXPECT_THAT(told(held, in(phase::running), by), ElementsAre(tiding::held));
}

TEST(Bulletin, SettingsAndADeadlineThatMovedAreChanges) {
  auto set = in(phase::stopped);
  policy_overrides own;
  own.timeout = 60s;
  set.own = std::make_shared<const policy_overrides>(own);
  EXPECT_THAT(told(in(phase::stopped), set), ElementsAre(tiding::changed));
  auto same = set;
  same.own = std::make_shared<const policy_overrides>(*set.own);
  EXPECT_THAT(told(set, same), IsEmpty());
  const auto later =
      with(in(phase::running), [](lifecycle& l) { l.next_check += 30min; });
  EXPECT_THAT(told(in(phase::running), later, trigger::idle_check),
              ElementsAre(tiding::changed));
  EXPECT_THAT(told(in(phase::running), later, trigger::report), IsEmpty());
}

TEST(Bulletin, AStopTellsItsReasonAndAnAskedRemovalNone) {
  const auto reason = [](tiding what, phase to, stop_reason why, trigger by) {
    auto view = in(to);
    view.life.why = why;
    view.life.want = wanted::removed;
    if (to == phase::stopped)
      view.life.ended = ended_run{told_at, 0, why, false};
    return bulletin_of(what, std::make_shared<const container_view>(view),
                       {by, ""}, {})
        .why;
  };
  const auto idle = stop_reason::idle;
  EXPECT_EQ(
      reason(tiding::stopping, phase::stopping, idle, trigger::idle_check),
      idle);
  EXPECT_EQ(reason(tiding::stopped, phase::stopped, idle, trigger::idle_check),
            idle);
  EXPECT_EQ(reason(tiding::paused, phase::paused, idle, trigger::idle_check),
            idle);
  EXPECT_EQ(reason(tiding::removed, phase::removing, idle, trigger::idle_check),
            idle);
  EXPECT_EQ(reason(tiding::removed, phase::removing, idle, trigger::request),
            stop_reason::none);
  EXPECT_EQ(reason(tiding::started, phase::running, stop_reason::none,
                   trigger::request),
            stop_reason::none);
}

} // namespace spin
