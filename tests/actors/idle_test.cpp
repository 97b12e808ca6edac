#include "tests/doubles/server_fixture.hpp"

// Idleness on virtual time. The policy of the fixture: first look after 100 s,
// then every 10 s; a report counts for 40 s.

namespace spin::test {

using Idle = server_fixture;

TEST_F(Idle, AContainerThatNeverReportsLivesInitialPlusInterval) {
  const auto id = running();
  time.advance(109s + 999ms);
  EXPECT_EQ(status(id), "running");
  time.advance(1ms);
  EXPECT_EQ(status(id), "stopped");
  EXPECT_EQ(life(id).why, stop_reason::idle);
  EXPECT_FALSE(docker::is_up(engine->only().info.state));
}

TEST_F(Idle, StoppedForIdlenessIsNotRemovedAndStartsAgain) {
  const auto id = running();
  time.advance(2min);
  ASSERT_EQ(status(id), "stopped");
  EXPECT_TRUE(**wish(id, event::start_asked{}));
  EXPECT_EQ(status(id), "running");
  time.advance(109s);
  EXPECT_EQ(status(id), "running");
  time.advance(1s);
  EXPECT_EQ(status(id), "stopped");
}

TEST_F(Idle, AReportPostponesTheStop) {
  const auto id = running();
  time.advance(99s);
  report(id, 1);
  time.advance(1s); // the look at 100 s is busy
  report(id, 0);
  time.advance(19s); // idle at 110 s, last chance until 120 s
  EXPECT_EQ(status(id), "running");
  time.advance(1s);
  EXPECT_EQ(status(id), "stopped");
}

// S7: what happened between two looks counts, not only the last number.
TEST_F(Idle, ActivityBetweenTwoLooksCounts) {
  const auto id = running();
  time.advance(104s);
  report(id, 2);
  report(id, 0);
  time.advance(15s);
  EXPECT_EQ(status(id), "running");
  time.advance(11s);
  EXPECT_EQ(status(id), "stopped");
}

// S7: a report goes stale, so a dead cron cannot keep a container for ever.
TEST_F(Idle, AReportGoesStale) {
  const auto id = running();
  time.advance(95s);
  report(id, 5);
  time.advance(40s); // counts until 135 s: the look at 130 s is the last busy
  EXPECT_EQ(status(id), "running");
  time.advance(15s);
  EXPECT_EQ(status(id), "stopped");
}

// S9: a stop and a start leave no old timer behind.
TEST_F(Idle, StopAndStartBeginANewClock) {
  const auto id = running();
  time.advance(95s);
  wish(id, event::stop_asked{});
  wish(id, event::start_asked{});
  time.advance(109s);
  EXPECT_EQ(status(id), "running");
  time.advance(1s);
  EXPECT_EQ(status(id), "stopped");
}

// S9: neither reports nor wishes pile up alarms.
TEST_F(Idle, OneAlarmIsArmedWhateverIsReported) {
  const auto id = running();
  const auto armed = time.alarms();
  for (int i = 0; i < 1000; ++i)
    report(id, 1);
  EXPECT_EQ(time.alarms(), armed);
}

TEST_F(Idle, AReportDuringTheLastLookCallsTheStopOff) {
  const auto id = running();
  engine->hold("inspect");
  time.advance(110s);
  EXPECT_EQ(status(id), "stopping");
  report(id, 1);
  engine->release();
  time.settle();
  EXPECT_EQ(status(id), "running");
  EXPECT_EQ(engine->count("stop"), 0u);
}

TEST_F(Idle, AStartAskedDuringTheLastLookIsKeptForAnInterval) {
  const auto id = running();
  engine->hold("inspect");
  time.advance(110s);
  ASSERT_EQ(status(id), "stopping");
  const auto how = wish(id, event::start_asked{});
  engine->release();
  time.settle();
  ASSERT_TRUE(how->here() && **how);
  EXPECT_EQ(status_of(*(**how).value()), "running");
  time.advance(19s);
  EXPECT_EQ(status(id), "running");
  time.advance(1s);
  EXPECT_EQ(status(id), "stopped");
}

TEST_F(Idle, StopsStartsAndFailuresDoNotPileUpAlarms) {
  const auto id = running();
  const auto armed = time.alarms();
  for (int i = 0; i < 50; ++i) {
    engine->fail_next("stop", errc::engine_down);
    wish(id, event::stop_asked{});
    time.advance(2s);
    wish(id, event::start_asked{});
  }
  EXPECT_LE(time.alarms(), armed + 2);
}

TEST_F(Idle, AStopDecidedAboutAnEarlierRunNeverTouchesALaterOne) {
  const auto id = running();
  engine->hold("inspect");
  time.advance(110s);
  EXPECT_EQ(status(id), "stopping");
  engine->end_by_itself(id, 0);
  engine->start_by_hand(id);
  engine->release();
  time.settle();
  // The held answer told of the old run; the gateway looked once more.
  EXPECT_TRUE(docker::is_up(engine->only().info.state));
  EXPECT_EQ(status(id), "running");
  time.advance(109s);
  EXPECT_EQ(status(id), "running");
}

// S11: an idle stop that fails is tried again for ever.
TEST_F(Idle, AnIdleStopThatFailsIsTriedAgain) {
  const auto id = running();
  for (int i = 0; i < 10; ++i)
    engine->fail_next("stop", errc::engine_down);
  time.advance(110s);
  EXPECT_EQ(status(id), "stopping");
  time.advance(10min);
  EXPECT_EQ(status(id), "stopped");
  EXPECT_EQ(life(id).why, stop_reason::idle);
}

TEST_F(Idle, UseDuringAFailingIdleStopKeepsTheContainer) {
  const auto id = running();
  engine->fail_next("stop", errc::engine_refused);
  time.advance(110s);
  report(id, 1);
  time.advance(9s);
  EXPECT_EQ(status(id), "running");
}

// The engine may be at it all the same: it is not asked again, and when its time
// for a stop is over the use counts.
TEST_F(Idle, UseDuringAStopOfUnknownOutcomeKeepsTheContainer) {
  const auto id = running();
  engine->fail_next("stop", errc::engine_down);
  time.advance(110s);
  report(id, 1);
  time.advance(35s);
  EXPECT_EQ(status(id), "running");
  EXPECT_EQ(engine->count("stop"), 1u);
}

// S13: disabling is a real switch.
TEST_F(Idle, DisabledTimeoutsStopNothing) {
  crash();
  policy.disabled = true;
  boot();
  const auto id = running();
  time.advance(48h);
  EXPECT_EQ(status(id), "running");
  EXPECT_FALSE(stops_at(life(id), policy));
}

TEST_F(Idle, ReadingRenewsNothing) {
  const auto id = running();
  for (int i = 0; i < 109; ++i) {
    time.advance(1s);
    EXPECT_EQ(status(id), "running");
  }
  time.advance(1s);
  EXPECT_EQ(status(id), "stopped");
}

TEST_F(Idle, AJumpOfTheWallClockStopsNothingEarly) {
  const auto id = running();
  for (const auto jump : {48h, -96h, 9000h}) {
    wall_jump += jump;
    time.advance(30s);
    EXPECT_EQ(status(id), "running");
  }
  time.advance(20s);
  EXPECT_EQ(status(id), "stopped");
}

// S10: an audit resets no activity.
TEST_F(Idle, AnAuditTouchesNoActivity) {
  const auto id = running();
  time.advance(95s);
  report(id, 4);
  audit();
  EXPECT_EQ(life(id).active, 4u);
  time.advance(20s);
  EXPECT_EQ(status(id), "running");
}

TEST(ReportSaveInterval, IsATenthOfTheIntervalWithinLimits) {
  idle_policy policy;
  policy.interval = 30min;
  EXPECT_EQ(report_save_interval(policy), 3min);
  policy.interval = 10s;
  EXPECT_EQ(report_save_interval(policy), 5s);
  policy.interval = 24h;
  EXPECT_EQ(report_save_interval(policy), 5min);
}

TEST_F(Idle, ReportsThatDecideNothingAreStoredRarely) {
  const auto id = running();
  policy_overrides own;
  own.timeout = 1000s; // so every 100 s
  wish(id, own);
  report(id, 1);
  const auto first = stored->records;
  time.advance(99s);
  report(id, 2);
  EXPECT_EQ(stored->records, first);
  time.advance(1s);
  report(id, 2);
  EXPECT_NE(stored->records, first);
  const auto then = stored->records;
  report(id, 0);
  EXPECT_NE(stored->records, then) << "this one decides";
}

} // namespace spin::test
