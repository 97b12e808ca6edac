#include "tests/doubles/server_fixture.hpp"

// Leases and the policy of one container, on virtual time. The fixture's policy:
// first look after 100 s, then every 10 s.

namespace spin::test {

class Lease : public server_fixture {
public:
  std::shared_ptr<answer<view_ptr>> hold(const std::string& id, span length) {
    return wish(id, event::keep_alive_asked{length});
  }
};

using Policy = Lease;

TEST_F(Lease, HoldsAContainerWhateverItReports) {
  const auto id = running();
  EXPECT_TRUE(**hold(id, 300s));
  for (int i = 0; i < 29; ++i) {
    report(id, 0);
    time.advance(10s);
  }
  EXPECT_EQ(status(id), "running");
  time.advance(31s); // it ends at 300 s: idle at 310 s, stopped at 320 s
  EXPECT_EQ(status(id), "stopped");
  EXPECT_EQ(life(id).why, stop_reason::idle);
}

TEST_F(Lease, OfZeroEndsIt) {
  const auto id = running();
  hold(id, 1h);
  time.advance(100s);
  EXPECT_TRUE(**hold(id, 0s));
  time.advance(20s);
  EXPECT_EQ(status(id), "stopped");
}

TEST_F(Lease, IsStoredBeforeItIsAnswered) {
  const auto id = running();
  stored->away = true;
  EXPECT_EQ((*hold(id, 300s))->error().code, errc::store_down);
  stored->away = false;
  EXPECT_TRUE(**hold(id, 300s));
  crash();
  boot();
  time.advance(290s);
  EXPECT_EQ(status(id), "running");
}

TEST_F(Lease, OfAContainerIsNotEndedByThatOfAClient) {
  const auto id = running();
  caf::anon_send(actor(id), any_event{event::reported{{{}, 300s}}});
  hold(id, 300s);
  hold(id, 0s);
  time.advance(290s);
  EXPECT_EQ(status(id), "running");
}

TEST_F(Lease, IsRefusedForWhatIsStopped) {
  const auto id = running();
  wish(id, event::stop_asked{});
  EXPECT_EQ((*hold(id, 60s))->error().code, errc::conflict);
  EXPECT_EQ(status(id), "stopped");
}

TEST_F(Lease, TakenDuringTheLastLookCallsTheStopOff) {
  const auto id = running();
  engine->hold("inspect");
  time.advance(110s);
  ASSERT_EQ(status(id), "stopping");
  const auto how = hold(id, 60s);
  engine->release();
  time.settle();
  EXPECT_TRUE(how->here() && **how);
  EXPECT_EQ(status(id), "running");
  EXPECT_EQ(engine->count("stop"), 0u);
}

// What is answered to one client says nothing to another who waits for a look.
TEST_F(Lease, AnswersNobodyElse) {
  const auto id = running();
  engine->hold("inspect");
  const auto start = wish(id, event::start_asked{});
  hold(id, 60s);
  EXPECT_FALSE(start->here());
  engine->remove_by_hand(id);
  engine->release();
  time.settle();
  EXPECT_TRUE(start->here());
}

TEST_F(Policy, OfOneContainerIsItsOwnAndSurvivesARestart) {
  const auto id = running();
  const auto other = running();
  policy_overrides own;
  own.timeout = 50s;
  EXPECT_TRUE(**wish(id, own));
  crash();
  boot();
  time.advance(111s);
  EXPECT_EQ(status(other), "stopped");
  time.advance(38s); // the look at 100 s, the last one at 150 s
  EXPECT_EQ(status(id), "running");
  time.advance(1s);
  EXPECT_EQ(status(id), "stopped");
}

TEST_F(Policy, MaxAgeStopsEvenWhatIsInUse) {
  const auto id = running();
  policy_overrides own;
  own.max_age = 200s;
  wish(id, own);
  for (int i = 0; i < 199; ++i) {
    report(id, 1);
    time.advance(1s);
  }
  EXPECT_EQ(status(id), "running");
  time.advance(1s);
  EXPECT_EQ(status(id), "stopped");
  EXPECT_EQ(life(id).why, stop_reason::max_age);
}

TEST_F(Policy, AStartAskedDuringAStopForAgeMakesANewRun) {
  const auto id = running();
  policy_overrides own;
  own.max_age = 50s;
  wish(id, own);
  engine->hold("inspect");
  time.advance(50s);
  ASSERT_EQ(status(id), "stopping");
  const auto how = wish(id, event::start_asked{});
  const auto old = engine->only().info.started;
  engine->release();
  time.settle();
  EXPECT_TRUE(how->here() && **how);
  EXPECT_EQ(status(id), "running");
  EXPECT_NE(engine->only().info.started, old);
}

// As after a reboot: somebody else has begun a run that is not too old.
TEST_F(Policy, AStartAskedDuringAStopForAgeOfAnEarlierRunIsAnswered) {
  const auto id = running();
  policy_overrides own;
  own.max_age = 50s;
  wish(id, own);
  engine->hold("inspect");
  time.advance(50s);
  ASSERT_EQ(status(id), "stopping");
  const auto how = wish(id, event::start_asked{});
  engine->end_by_itself(id, 0);
  engine->start_by_hand(id);
  engine->release();
  time.settle();
  EXPECT_TRUE(how->here() && **how);
  EXPECT_EQ(status(id), "running");
}

TEST_F(Policy, RemoveTakesAwayWhatNobodyUses) {
  const auto id = running();
  policy_overrides own;
  own.on_idle = idle_action::remove;
  wish(id, own);
  time.advance(2min);
  EXPECT_TRUE(engine->containers().empty());
  EXPECT_TRUE(stored->records.empty());
}

TEST_F(Policy, RemoveLeavesWhatEndedByItself) {
  const auto id = running();
  policy_overrides own;
  own.on_idle = idle_action::remove;
  wish(id, own);
  engine->fail_next("inspect", errc::engine_down); // the last look
  time.advance(110s);
  ASSERT_EQ(status(id), "stopping");
  engine->end_by_itself(id, 1);
  time.advance(2min);
  EXPECT_EQ(life(id).why, stop_reason::died);
  EXPECT_EQ(engine->containers().size(), 1u);
  EXPECT_EQ(status(id), "stopped");
}

// Over a restart, the report would be forgotten and the removal not.
TEST_F(Policy, RemoveSparesWhatIsUsedWhileItStops) {
  const auto id = running();
  policy_overrides own;
  own.on_idle = idle_action::remove;
  wish(id, own);
  engine->hold("stop");
  time.advance(110s);
  ASSERT_EQ(status(id), "stopping");
  report(id, 3);
  engine->release();
  time.advance(2min);
  EXPECT_EQ(engine->containers().size(), 1u);
  EXPECT_EQ(status(id), "stopped");
  EXPECT_EQ(life(id).why, stop_reason::idle);
}

TEST_F(Policy, TellsThatItStopsSoonOnce) {
  const auto id = running();
  policy_overrides own;
  own.timeout = 100s; // stopped at 200 s, so said at 140 s
  wish(id, own);
  time.advance(139s);
  EXPECT_FALSE(life(id).warned);
  time.advance(1s);
  EXPECT_TRUE(life(id).warned);
  report(id, 1);
  EXPECT_FALSE(life(id).warned) << "there will be another last moment";
}

} // namespace spin::test
