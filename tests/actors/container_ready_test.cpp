#include "tests/doubles/server_fixture.hpp"

// How a container becomes ready, and those who wait for it are told.

namespace spin::test {

class Ready : public server_fixture {
public:
  view_ptr view(const std::string& id) {
    return containers->find(id).entry.value().view;
  }

  bool ready(const std::string& id) { return is_ready(*view(id)); }

  std::shared_ptr<answer<view_ptr>> wait(const std::string& id, awaited what,
                                         span length = 60s) {
    return wish(id, wait_order{what, time.now() + length});
  }

  /// Returns a container that runs and does not serve.
  std::string mute() {
    engine->serves = false;
    return running();
  }
};

TEST_F(Ready, OnceItsPortAnswers) {
  const auto id = mute();
  time.advance(8s);
  EXPECT_FALSE(ready(id));
  engine->serves = true;
  time.advance(1s);
  EXPECT_TRUE(ready(id));
}

TEST_F(Ready, IsNotTriedAgain) {
  const auto id = running();
  ASSERT_TRUE(ready(id));
  const auto tries = engine->count("probe");
  time.advance(90s);
  EXPECT_EQ(engine->count("probe"), tries);
}

TEST_F(Ready, IsForEachRunAnew) {
  const auto id = running();
  wish(id, event::stop_asked{});
  EXPECT_FALSE(ready(id));
  engine->serves = false;
  wish(id, event::start_asked{});
  EXPECT_FALSE(ready(id));
  engine->serves = true;
  time.advance(1s);
  EXPECT_TRUE(ready(id));
}

// An image that never serves is no reason to keep the machine busy, nor to let
// its container live.
TEST_F(Ready, TriesThatFailCostLittleAndKeepNothingAlive) {
  const auto id = mute();
  time.advance(109s);
  EXPECT_LT(engine->count("probe"), 100u);
  EXPECT_EQ(status(id), "running");
  time.advance(1s); // the initial timeout and one more
  EXPECT_EQ(status(id), "stopped");
  const auto tries = engine->count("probe");
  time.advance(1h);
  EXPECT_EQ(engine->count("probe"), tries);
}

// An alarm cannot be taken back: each try left one more of the next look behind.
TEST_F(Ready, TriesThatFailLeaveNoAlarms) {
  policy.warn_before = 0s; // the look is all that is due
  crash();
  boot();
  mute();
  time.advance(99s);
  const auto& handled = context->meters->of(actor_kind::container).handling;
  const auto before = handled.read().total;
  EXPECT_GT(before, 50u) << "each try is a message and its answer";
  time.advance(2s); // over the moment of the look
  EXPECT_LT(handled.read().total - before, 10u);
}

TEST_F(Ready, SurvivesALostTry) {
  engine->on_call = [](const std::string& verb) {
    fate how;
    if (verb == "probe")
      how.when = fate::moment::never;
    return how;
  };
  const auto id = running();
  engine->on_call = nullptr;
  policy_overrides own;
  own.disable_timeouts = true;
  wish(id, own);
  time.advance(10min); // the gateway gives up calls that are never answered
  EXPECT_TRUE(ready(id));
}

TEST_F(Ready, IsAsItsHealthcheckSays) {
  follows_events = true;
  crash();
  boot();
  const auto id = mute();
  const auto engine_id = engine->only().info.id;
  for (const auto says : {health_status::starting, health_status::healthy,
                          health_status::unhealthy, health_status::healthy}) {
    engine->find_health(engine_id, says);
    time.settle();
    EXPECT_EQ(view(id)->health, says);
    EXPECT_EQ(ready(id), says == health_status::healthy) << to_string(says);
  }
}

TEST_F(Ready, IsAsItsHealthcheckSaysByAPassToo) {
  const auto id = mute();
  engine->find_health(engine->only().info.id, health_status::healthy);
  audit();
  EXPECT_TRUE(ready(id));
}

TEST_F(Ready, SurvivesARestartOfOurs) {
  const auto id = running();
  const auto tries = engine->count("probe");
  crash();
  boot();
  EXPECT_TRUE(ready(id));
  EXPECT_EQ(engine->count("probe"), tries);
}

TEST_F(Ready, IsToldOnce) {
  const auto id = mute();
  const auto from = context->feed->last();
  engine->serves = true;
  time.advance(1s);
  int told = 0;
  for (const auto& one : context->feed->after(from, 1000).all)
    told += one->what.what == tiding::ready ? 1 : 0;
  EXPECT_EQ(told, 1);
}

TEST_F(Ready, AWaitIsAnsweredAtThatMoment) {
  const auto id = mute();
  const auto how = wait(id, awaited::ready);
  time.advance(5s);
  EXPECT_FALSE(how->here());
  engine->serves = true;
  time.advance(1s);
  ASSERT_TRUE(how->here() && **how);
  EXPECT_TRUE(is_ready(*(**how).value()));
}

TEST_F(Ready, AWaitForWhatIsSoIsAnsweredAtOnce) {
  const auto id = running();
  EXPECT_TRUE(wait(id, awaited::ready)->here());
  EXPECT_TRUE(wait(id, awaited::running)->here());
  EXPECT_FALSE(wait(id, awaited::stopped)->here());
}

TEST_F(Ready, AWaitInVainEndsWhenItEnds) {
  const auto id = mute();
  const auto how = wait(id, awaited::ready);
  engine->end_by_itself(engine->only().info.id, 1);
  audit();
  ASSERT_TRUE(how->here() && **how);
  EXPECT_EQ(status_of(*(**how).value()), "stopped");
}

TEST_F(Ready, AWaitForAStopIsAnsweredByTheIdleStop) {
  const auto id = running();
  const auto how = wait(id, awaited::stopped, 1h);
  time.advance(109s);
  EXPECT_FALSE(how->here());
  time.advance(2s);
  ASSERT_TRUE(how->here() && **how);
  EXPECT_EQ((**how).value()->life.why, stop_reason::idle);
}

TEST_F(Ready, AWaitForWhatIsRemovedIsTold) {
  const auto id = mute();
  const auto how = wait(id, awaited::ready);
  remove(id);
  time.settle();
  ASSERT_TRUE(how->here());
  EXPECT_FALSE(**how && is_listed(*(**how).value()));
}

// Clients that gave up leave nothing behind.
TEST_F(Ready, WaitsOfThePastAreForgotten) {
  const auto id = mute();
  for (int i = 0; i < 100; ++i)
    wait(id, awaited::paused, 1s);
  time.advance(2s);
  wait(id, awaited::paused, 1s);
  // Not one of them is owed an answer any more but the last.
  policy_overrides own;
  own.on_idle = idle_action::pause;
  wish(id, own);
  time.advance(110s);
  EXPECT_EQ(status(id), "paused");
}

} // namespace spin::test
