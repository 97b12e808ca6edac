#include "tests/doubles/server_fixture.hpp"

// What the engine's event stream brings, without waiting for a pass.

namespace spin::test {

class Events : public server_fixture {
public:
  Events() {
    crash();
    follows_events = true;
    boot();
  }
};

TEST_F(Events, ShowAtOnceWhatIsDoneByHand) {
  const auto id = running();
  engine->pause_by_hand(id);
  time.settle();
  EXPECT_EQ(status(id), "paused");
  engine->resume_by_hand(id);
  time.settle();
  EXPECT_EQ(status(id), "running");
  engine->rename_by_hand(id, "other");
  time.settle();
  EXPECT_EQ(containers->find(id).entry->view->who->name, "other");
  engine->end_by_itself(id, 3);
  time.settle();
  EXPECT_EQ(life(id).ended->exit_code, 3);
  EXPECT_EQ(life(id).why, stop_reason::died);
  engine->start_by_hand(id);
  time.settle();
  EXPECT_EQ(status(id), "running");
  engine->stop_by_hand(id);
  time.settle();
  EXPECT_EQ(status(id), "stopped");
  EXPECT_EQ(life(id).why, stop_reason::outside);
  engine->remove_by_hand(id);
  time.settle();
  EXPECT_EQ(status(id), "none");
}

TEST_F(Events, OfOurOwnCallsAskTheEngineNothing) {
  const auto id = running();
  EXPECT_EQ(engine->count("inspect"), 1u) << "the one of its start";
  wish(id, event::stop_asked{});
  EXPECT_EQ(engine->count("inspect"), 3u) << "the two of its stop";
}

TEST_F(Events, DuringACallMakeUsLookAgainAfterIt) {
  const auto id = running();
  engine->hold("inspect");
  wish(id, event::start_asked{}); // looks first, and will be told that it runs
  engine->end_by_itself(id, 3);
  engine->release();
  time.settle();
  EXPECT_EQ(status(id), "stopped");
}

// Whoever asks for an audit is answered when what has changed is known.
TEST_F(Events, ThatAreBeingLookedIntoAreWaitedForByAnAudit) {
  const auto id = running();
  engine->hold("inspect");
  engine->end_by_itself(id, 3);
  time.settle();
  const auto how = audit();
  EXPECT_FALSE(how->here());
  engine->release();
  time.settle();
  EXPECT_TRUE(how->here());
  EXPECT_EQ(status(id), "stopped");
}

TEST_F(Events, OfAnEarlierRunAreNoNews) {
  const auto id = running();
  const auto looks = engine->count("inspect");
  engine->tell_listener({id, docker::happening::stopped, 1});
  time.settle();
  EXPECT_EQ(engine->count("inspect"), looks);
  engine->end_by_itself(id, 1);
  time.settle();
  EXPECT_EQ(life(id).why, stop_reason::died);
}

TEST_F(Events, ThatWereLostWithTheStreamAreFoundWhenItIsBack) {
  const auto id = running();
  engine->break_stream();
  engine->end_by_itself(id, 1);
  time.settle();
  EXPECT_EQ(status(id), "running");
  EXPECT_FALSE(health->look(vital::events).well);
  time.advance(1s);
  EXPECT_TRUE(health->look(vital::events).well);
  EXPECT_EQ(status(id), "stopped");
}

TEST_F(Events, AnEngineThatIsAwayIsAskedWithPauses) {
  engine->set_down(true);
  engine->calls.clear();
  time.advance(1min);
  EXPECT_FALSE(health->look(vital::engine).well);
  EXPECT_LE(engine->count("watch"), 40u);
  EXPECT_LE(engine->count("version"), 31u);
  engine->set_down(false);
  time.advance(2s);
  EXPECT_TRUE(health->look(vital::engine).well);
}

// A stop that failed while the engine was away need not wait out its pause.
TEST_F(Events, WorkGoesOnAsSoonAsTheEngineIsBack) {
  const auto id = running();
  engine->set_down(true);
  wish(id, event::stop_asked{});
  time.advance(10min);
  ASSERT_EQ(status(id), "stopping");
  engine->set_down(false);
  time.advance(2s);
  EXPECT_EQ(status(id), "stopped");
}

// All would seem strangers, and their records be lost.
TEST_F(Events, NothingIsAdoptedBeforeTheRecordsAreRead) {
  const auto id = running();
  report(id, 7);
  crash();
  stored->away = true;
  begin();
  audit();
  EXPECT_TRUE(containers->all().empty());
  stored->away = false;
  while (!serves())
    time.settle();
  time.settle();
  EXPECT_EQ(life(id).active, 7u);
}

TEST_F(Events, AnAdoptedContainerIsStoredAlsoIfItIsStopped) {
  const auto id = running();
  wish(id, event::stop_asked{});
  crash();
  engine->rename_by_hand(id, "renamed");
  stored->records.clear();
  boot();
  EXPECT_EQ(status(id), "stopped");
  EXPECT_EQ(stored->records.size(), 1u);
}

// An engine that hangs closes no connection and says nothing.
TEST_F(Events, AnEngineThatDoesNotAnswerIsNotWellWithinFiveSeconds) {
  time.advance(ping_interval);
  ASSERT_TRUE(health->look(vital::engine).well);
  engine->hold("version");
  time.advance(5s);
  EXPECT_FALSE(health->look(vital::engine).well);
  engine->release();
  time.advance(5s);
  EXPECT_TRUE(health->look(vital::engine).well);
}

TEST_F(Events, RecoveryIsOverOnceTheEngineWasComparedWith) {
  EXPECT_TRUE(health->look(vital::recovery).well);
  health = std::make_shared<health_board>([this] { return wall(); });
  crash();
  engine->set_down(true);
  boot();
  time.advance(10s);
  EXPECT_FALSE(health->look(vital::recovery).well);
  engine->set_down(false);
  time.advance(5s);
  EXPECT_TRUE(health->look(vital::recovery).well);
}

TEST_F(Events, RecoveryIsOverThoughTheFirstListingsFailed) {
  health = std::make_shared<health_board>([this] { return wall(); });
  crash();
  engine->fail_next("list", errc::timed_out);
  engine->fail_next("list", errc::timed_out);
  boot();
  time.advance(10s);
  EXPECT_TRUE(health->look(vital::recovery).well);
}

} // namespace spin::test
