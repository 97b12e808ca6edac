#include "tests/doubles/server_fixture.hpp"

// Containers that are frozen: by the rule, or by somebody beside us.

namespace spin::test {

class Pause : public server_fixture {
public:
  /// Returns a container that was paused because nobody used it.
  std::string paused() {
    const auto id = running();
    policy_overrides own;
    own.on_idle = idle_action::pause;
    wish(id, own);
    time.advance(110s);
    EXPECT_EQ(status(id), "paused");
    return id;
  }

  docker::run_state state() { return engine->only().info.state; }
};

TEST_F(Pause, FreezesWhatNobodyUsesAndKeepsItsRun) {
  const auto id = running();
  const auto run = engine->only().info;
  policy_overrides own;
  own.on_idle = idle_action::pause;
  wish(id, own);
  time.advance(1h);
  EXPECT_EQ(status(id), "paused");
  EXPECT_EQ(life(id).why, stop_reason::idle);
  EXPECT_EQ(state(), docker::run_state::paused);
  EXPECT_EQ(engine->only().info.started, run.started);
  EXPECT_EQ(containers->find(id).entry->view->run->ports, run.run.ports);
}

TEST_F(Pause, EndsWhenAClientWantsItToRun) {
  const auto id = paused();
  EXPECT_TRUE(**wish(id, event::start_asked{}));
  EXPECT_EQ(status(id), "running");
  EXPECT_EQ(state(), docker::run_state::running);
  time.advance(19s);
  EXPECT_EQ(status(id), "running");
  time.advance(1s);
  EXPECT_EQ(status(id), "paused");
}

TEST_F(Pause, EndsWithALease) {
  const auto id = paused();
  EXPECT_TRUE(**wish(id, event::keep_alive_asked{60s}));
  EXPECT_EQ(status(id), "running");
  time.advance(60s);
  EXPECT_EQ(status(id), "running");
}

TEST_F(Pause, SurvivesARestartOfOurs) {
  const auto id = paused();
  crash();
  boot();
  EXPECT_EQ(status(id), "paused");
  time.advance(1h);
  EXPECT_EQ(status(id), "paused") << "its clock stands still";
}

// What is reported while it is being frozen must not be lost.
TEST_F(Pause, IsTakenBackIfItIsUsedAfterAll) {
  const auto id = running();
  policy_overrides own;
  own.on_idle = idle_action::pause;
  wish(id, own);
  engine->hold("pause");
  time.advance(110s);
  report(id, 1);
  engine->release();
  time.settle();
  EXPECT_EQ(status(id), "running");
  EXPECT_EQ(state(), docker::run_state::running);
}

TEST_F(Pause, IsEndedForAStop) {
  const auto id = paused();
  EXPECT_TRUE(**wish(id, event::stop_asked{}));
  EXPECT_EQ(status(id), "stopped");
  EXPECT_EQ(state(), docker::run_state::exited);
}

TEST_F(Pause, ByHandIsShownAndStopsTheClock) {
  const auto id = running();
  engine->pause_by_hand(id);
  audit();
  EXPECT_EQ(status(id), "paused");
  EXPECT_EQ(life(id).why, stop_reason::outside);
  time.advance(1h);
  EXPECT_EQ(status(id), "paused") << "frozen, it could not report";
  engine->resume_by_hand(id);
  audit();
  EXPECT_EQ(status(id), "running");
}

TEST_F(Pause, OfWhatDiedFrozenEndsInANewRun) {
  const auto id = paused();
  engine->end_by_itself(id, 137);
  EXPECT_TRUE(**wish(id, event::start_asked{}));
  EXPECT_EQ(status(id), "running");
  EXPECT_EQ(life(id).ended->why, stop_reason::died);
}

} // namespace spin::test
