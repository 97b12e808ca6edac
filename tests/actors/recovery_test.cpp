#include "tests/actors/server_fixture.hpp"

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
  EXPECT_EQ(*after.who, *before.who);
  EXPECT_EQ(*after.run, *before.run);
  EXPECT_EQ(status_of(after), "running");
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
  ASSERT_TRUE(**wish(id, atom::stop_v));
  crash();
  engine->release();
  EXPECT_TRUE(docker::is_up(engine->only().info.state));
  boot();
  EXPECT_EQ(status(id), "stopped");
  EXPECT_FALSE(docker::is_up(engine->only().info.state));
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
  auto unanswered = ask<container_view>(time, registry, atom::create_v,
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
  ask<container_view>(time, registry, atom::create_v, create_request{"app"});
  time.settle();
  crash();
  engine->release();
  boot();
  ASSERT_EQ(containers->list().size(), 1u);
  EXPECT_EQ(status(engine->only().info.id), "running");
}

TEST_F(Recovery, AnEmptyStoreAdoptsByLabel) {
  const auto id = running();
  const auto before = *containers->find(id).entry->view.who;
  crash();
  stored->records.clear();
  boot();
  const auto after = containers->find(id).entry.value().view;
  EXPECT_EQ(after.who->id, before.id);
  EXPECT_EQ(after.who->image, before.image);
  EXPECT_EQ(after.who->token_digest, before.token_digest);
  EXPECT_EQ(status_of(after), "running");
  EXPECT_EQ(stored->records.count(before.id), 1u);
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

// S17: removed by hand, it goes from the list, and its record with it.
TEST_F(Recovery, AContainerRemovedByHandGoesWithTheAudit) {
  const auto id = running();
  const auto other = running();
  engine->remove_by_hand(id);
  ASSERT_TRUE(**audit());
  EXPECT_EQ(status(id), "none");
  EXPECT_EQ(status(other), "running");
  EXPECT_EQ(stored->records.size(), 1u);
}

// S18: only a 404 drops a record; anything else leaves all as it is.
TEST_F(Recovery, ATransportErrorDropsNothing) {
  const auto id = running();
  for (const auto code : {errc::engine_down, errc::timed_out, errc::malformed,
                          errc::engine_refused}) {
    engine->fail_next("list", code);
    EXPECT_EQ((*audit())->error().code, code);
    EXPECT_EQ(status(id), "running");
  }
  engine->remove_by_hand(id);
  engine->fail_next("inspect", errc::engine_down);
  EXPECT_TRUE(**audit());
  EXPECT_EQ(status(id), "running") << "not proved";
  EXPECT_TRUE(**audit());
  EXPECT_EQ(status(id), "none");
}

// S21: what happens behind our back is seen.
TEST_F(Recovery, AnAuditSeesStopsAndStartsByHand) {
  const auto id = running();
  engine->end_by_itself(id, 3);
  audit();
  EXPECT_EQ(status(id), "stopped");
  EXPECT_EQ(life(id).why, stop_reason::died);
  EXPECT_EQ(life(id).exit_code, 3);
  engine->start_by_hand(id);
  audit();
  EXPECT_EQ(status(id), "running");
  EXPECT_EQ(containers->find(id).entry->view.run->ports,
            engine->only().info.run.ports);
  time.advance(110s);
  EXPECT_EQ(status(id), "stopped") << "its clock began with the new run";
}

TEST_F(Recovery, ThePeriodicPassSeesTheSame) {
  const auto id = running();
  engine->end_by_itself(id, 0);
  time.advance(67s);
  EXPECT_EQ(status(id), "stopped");
}

// S5: an address that the engine handed out again leads to its new owner.
TEST_F(Recovery, AnAddressLeadsToWhoHasItNow) {
  const auto first = running();
  const auto address = engine->only().info.run.addresses.at(0);
  wish(first, atom::stop_v);
  const auto second = running();
  ASSERT_EQ(engine->containers().at(second).info.run.addresses.at(0), address);
  const auto found = containers->find_by_address(address);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->view.who->container_id, second);
  remove(first);
  EXPECT_TRUE(containers->find_by_address(address));
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
  wish(second, atom::stop_v);
  EXPECT_EQ(stored->records.size(), 2u);
}

TEST_F(Recovery, AWriteWhoseAnswerWasLostIsTakenBack) {
  const auto id = running();
  stored->lose_answer = true;
  EXPECT_FALSE(**wish(id, atom::stop_v));
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
  EXPECT_EQ(stored->at(containers->list().at(0).who->id).active, 2u);
}

TEST_F(Recovery, AnActorThatDiesOfAFaultIsRestartedFromItsView) {
  const auto id = running();
  const auto other = running();
  report(id, 3);
  caf::anon_send_exit(actor(id), caf::exit_reason::unhandled_exception);
  time.settle();
  EXPECT_EQ(life(id).active, 3u);
  EXPECT_TRUE(**wish(id, atom::stop_v));
  EXPECT_EQ(status(id), "stopped");
  EXPECT_EQ(status(other), "running");
}

TEST_F(Recovery, AnActorThatKeepsDyingIsGivenUpUntilTheNextPass) {
  const auto id = running();
  for (int i = 0; i < 6; ++i) {
    caf::anon_send_exit(actor(id), caf::exit_reason::unhandled_exception);
    time.settle();
  }
  EXPECT_EQ((*wish(id, atom::stop_v))->error().code, errc::internal);
  time.advance(67s);
  EXPECT_TRUE(**wish(id, atom::stop_v));
}

} // namespace spin::test
