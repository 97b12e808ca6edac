#include "tests/doubles/server_fixture.hpp"

// Restarts of the server at any step, and an engine that changes behind our
// back.

namespace spin::test {

using Recovery = server_fixture;

TEST_F(Recovery, ARestartTakesUpWhatRuns) {
  const auto id = running();
  const auto before = containers->find(id).entry->view;
  crash();
  boot();
  ASSERT_TRUE(**recovered);
  const auto after = containers->find(id).entry.value().view;
  EXPECT_EQ(*after->who, *before->who);
  EXPECT_EQ(*after->run, *before->run);
  EXPECT_EQ(status_of(*after), "running");
}

TEST_F(Recovery, ARestartKeepsTheDeadline) {
  const auto id = running();
  time.advance(60s);
  crash();
  time.advance(10s);
  boot();
  time.advance(39s);
  EXPECT_EQ(status(id), "running");
  time.advance(1s);
  EXPECT_EQ(status(id), "stopped") << "110 s after its start, as promised";
}

TEST_F(Recovery, ADeadlineThatPassedWhileWeWereAwayGetsOneMoreInterval) {
  const auto id = running();
  crash();
  time.advance(1h);
  boot();
  EXPECT_EQ(status(id), "running");
  time.advance(9s);
  EXPECT_EQ(status(id), "running");
  time.advance(1s);
  EXPECT_EQ(status(id), "stopped");
}

namespace {

fate late_stop(const std::string& verb) {
  fate how;
  if (verb == "stop")
    how.when = fate::moment::all_later;
  return how;
}

} // namespace

// The engine goes on with a stop whose asker is gone.
TEST_F(Recovery, AnIdleStopThatTheEngineIsAtStaysOne) {
  const auto id = running();
  engine->on_call = late_stop;
  engine_goes_on = true;
  time.advance(110s);
  crash();
  boot();
  EXPECT_EQ(status(id), "stopping");
  engine->release();
  time.advance(2s);
  EXPECT_EQ(status(id), "stopped");
  EXPECT_EQ(life(id).why, stop_reason::idle);
}

TEST_F(Recovery, AStartWaitsForAStopThatTheEngineIsAt) {
  const auto id = running();
  engine->on_call = late_stop;
  engine_goes_on = true;
  wish(id, event::stop_asked{});
  wish(id, event::start_asked{});
  crash();
  boot();
  engine->release();
  time.advance(5s);
  EXPECT_EQ(status(id), "running");
  EXPECT_TRUE(docker::is_up(engine->only().info.state));
}

TEST_F(Recovery, AReportThatWasTakenSurvives) {
  const auto id = running();
  time.advance(95s);
  report(id, 7);
  crash();
  boot();
  EXPECT_EQ(life(id).active, 7u);
  time.advance(20s);
  EXPECT_EQ(status(id), "running");
}

TEST_F(Recovery, AnAcknowledgedStopIsFinished) {
  const auto id = running();
  engine->hold("stop");
  engine->fail_next("stop", errc::engine_down);
  ASSERT_TRUE(**wish(id, event::stop_asked{}));
  crash();
  engine->release();
  EXPECT_TRUE(docker::is_up(engine->only().info.state));
  boot();
  EXPECT_EQ(status(id), "stopped");
  EXPECT_FALSE(docker::is_up(engine->only().info.state));
}

TEST_F(Recovery, AnAcknowledgedStartOverAStopIsNotUndone) {
  const auto id = running();
  engine->hold("stop");
  wish(id, event::stop_asked{});
  const auto how = wish(id, event::start_asked{}); // stored: stopping, wanted running
  const auto records = stored->records;
  engine->release();
  time.settle();
  ASSERT_TRUE(**how);
  const auto run = engine->only().info.started;
  crash();
  stored->records = records; // the saves after it were not written yet
  boot();
  EXPECT_EQ(status(id), "running");
  EXPECT_EQ(engine->only().info.started, run) << "the very same run";
}

TEST_F(Recovery, EveryAcknowledgedWishIsInTheStore) {
  const auto id = running();
  wish(id, event::stop_asked{});
  wish(id, event::start_asked{});
  stored->away = true;
  EXPECT_EQ((*wish(id, event::start_asked{}))->error().code, errc::store_down);
  time.advance(110s);
  ASSERT_EQ(status(id), "stopped") << "idle stops go on without a store";
  EXPECT_EQ((*wish(id, event::stop_asked{}))->error().code, errc::store_down);
}

TEST_F(Recovery, AnAcknowledgedRemoveIsFinished) {
  const auto id = running();
  engine->fail_next("stop", errc::engine_down);
  ASSERT_TRUE(**remove(id));
  crash();
  boot();
  EXPECT_TRUE(engine->containers().empty());
  EXPECT_TRUE(stored->records.empty());
}

TEST_F(Recovery, ACreateCutShortBeforeItsStartIsUndone) {
  engine->hold("create");
  auto unanswered = ask<view_ptr>(time, registry, atom::create_v,
                                        create_request{"app"});
  time.settle();
  EXPECT_FALSE(unanswered->here());
  EXPECT_EQ(engine->containers().size(), 1u);
  crash();
  engine->release();
  boot();
  EXPECT_TRUE(engine->containers().empty());
  EXPECT_TRUE(stored->records.empty());
}

TEST_F(Recovery, ACreateCutShortAfterItsStartIsAdopted) {
  engine->hold("start");
  ask<view_ptr>(time, registry, atom::create_v, create_request{"app"});
  time.settle();
  crash();
  engine->release();
  boot();
  ASSERT_EQ(containers->list().size(), 1u);
  EXPECT_EQ(status(engine->only().info.id), "running");
}

TEST_F(Recovery, AnEmptyStoreAdoptsByLabel) {
  const auto id = running();
  const auto before = *containers->find(id).entry->view->who;
  crash();
  stored->records.clear();
  boot();
  const auto after = containers->find(id).entry.value().view;
  EXPECT_EQ(after->who->id, before.id);
  EXPECT_EQ(after->who->image, before.image);
  EXPECT_EQ(after->who->token_digest, before.token_digest);
  EXPECT_EQ(status_of(*after), "running");
  EXPECT_EQ(stored->records.count(before.id), 1u);
}

TEST_F(Recovery, RecoveryWaitsForThoseItAdopts) {
  const auto id = running();
  crash();
  stored->records.clear();
  engine->hold("inspect");
  boot();
  EXPECT_FALSE(recovered->here()) << "the port must not open yet";
  engine->release();
  time.settle();
  EXPECT_TRUE(**recovered);
  EXPECT_EQ(status(id), "running");
}

TEST_F(Recovery, ACopyThatCarriesOurLabelsIsNeverRemoved) {
  const auto id = running();
  docker::container_spec copy; // as docker create of an image made of ours
  copy.name = "copy";
  copy.labels = engine->only().info.labels;
  engine->create(copy, [](const outcome<std::string>&) {});
  audit();
  EXPECT_EQ(status(id), "running") << "the copy does not take its place";
  engine->remove_by_hand(id);
  audit();
  audit();
  EXPECT_EQ(engine->containers().size(), 1u);
  crash();
  stored->records.clear();
  boot();
  time.advance(5min);
  EXPECT_EQ(engine->containers().size(), 1u);
}

TEST_F(Recovery, ARenamedContainerIsAdoptedFromAnEmptyStore) {
  const auto id = running();
  engine->rename_by_hand(id, "renamed");
  crash();
  stored->records.clear();
  boot();
  EXPECT_EQ(status(id), "running");
  EXPECT_EQ(containers->find(id).entry->view->who->name, "renamed");
}

TEST_F(Recovery, ContainersOfAnotherServerAreLeftAlone) {
  docker::container_spec other;
  other.name = "theirs";
  other.labels = {{docker::label::id, "x"}, {docker::label::instance, "other"}};
  engine->create(other, [](const outcome<std::string>&) {});
  audit();
  EXPECT_TRUE(containers->all().empty());
  EXPECT_EQ(engine->containers().size(), 1u);
}

TEST_F(Recovery, AnEngineThatIsAwayAtTheStartIsListedLater) {
  const auto id = running();
  crash();
  engine->set_down(true);
  boot();
  EXPECT_TRUE(**recovered) << "the store alone is enough to serve";
  EXPECT_EQ(status(id), "running");
  engine->end_by_itself(id, 1);
  engine->set_down(false);
  time.advance(67s);
  EXPECT_EQ(status(id), "stopped");
}

TEST_F(Recovery, AStoreThatIsAwayAtTheStartIsToldAndTriedAgain) {
  const auto id = running();
  crash();
  stored->away = true;
  boot();
  EXPECT_EQ((*recovered)->error().code, errc::store_down);
  stored->away = false;
  auto again = ask<done>(time, registry, atom::recover_v);
  time.settle();
  EXPECT_TRUE(**again);
  EXPECT_EQ(status(id), "running");
}

TEST_F(Recovery, AnEmptiedStoreIsFilledAgain) {
  running();
  const auto second = running();
  stored->records.clear();
  stored->emptied = true;
  wish(second, event::stop_asked{});
  EXPECT_EQ(stored->records.size(), 2u);
}

TEST_F(Recovery, AWriteWhoseAnswerWasLostIsTakenBack) {
  const auto id = running();
  stored->lose_answer = true;
  EXPECT_FALSE(**wish(id, event::stop_asked{}));
  time.advance(5s);
  crash();
  boot();
  EXPECT_EQ(status(id), "running") << "the refused stop must not come true";
}

TEST_F(Recovery, ReportsGoOnWhileTheStoreIsAway) {
  const auto id = running();
  stored->away = true;
  time.advance(95s);
  report(id, 2);
  EXPECT_EQ(life(id).active, 2u);
  stored->away = false;
  time.advance(10s);
  EXPECT_EQ(stored->at(containers->list().at(0)->who->id).active, 2u);
}

} // namespace spin::test
