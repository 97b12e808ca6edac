#include "tests/doubles/server_fixture.hpp"

// The registry at work: an engine that changes behind our back, and actors that
// die of a fault.

namespace spin::test {

using Registry = server_fixture;

// S17: removed by hand, it goes from the list, and its record with it.
TEST_F(Registry, AContainerRemovedByHandGoesWithTheAudit) {
  const auto id = running();
  const auto other = running();
  engine->remove_by_hand(id);
  ASSERT_TRUE(**audit());
  EXPECT_EQ(status(id), "none");
  EXPECT_EQ(status(other), "running");
  // The other one's, and what it takes to make this one again.
  EXPECT_EQ(stored->records.size(), 2u);
}

// S18: only a 404 drops a record; anything else leaves all as it is.
TEST_F(Registry, ATransportErrorDropsNothing) {
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
TEST_F(Registry, AnAuditSeesStopsAndStartsByHand) {
  const auto id = running();
  engine->end_by_itself(id, 3);
  audit();
  EXPECT_EQ(status(id), "stopped");
  EXPECT_EQ(life(id).why, stop_reason::died);
  EXPECT_EQ(life(id).ended->exit_code, 3);
  engine->start_by_hand(id);
  audit();
  EXPECT_EQ(status(id), "running");
  EXPECT_EQ(containers->find(id).entry->view->run->ports,
            engine->only().info.run.ports);
  time.advance(110s);
  EXPECT_EQ(status(id), "stopped") << "its clock began with the new run";
}

TEST_F(Registry, ThePeriodicPassSeesTheSame) {
  const auto id = running();
  engine->end_by_itself(id, 0);
  time.advance(67s);
  EXPECT_EQ(status(id), "stopped");
}

// S5: an address that the engine handed out again leads to its new owner.
TEST_F(Registry, AnAddressLeadsToWhoHasItNow) {
  const auto first = running();
  const auto address = engine->only().info.run.addresses.at(0);
  wish(first, event::stop_asked{});
  const auto second = running();
  ASSERT_EQ(engine->containers().at(second).info.run.addresses.at(0), address);
  const auto found = containers->find_by_address(address);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->view->who->container_id, second);
  remove(first);
  EXPECT_TRUE(containers->find_by_address(address));
}

// S5: neither does an actor that does not know yet that its run has ended.
TEST_F(Registry, AnAddressIsNotTakenBackByAStaleView) {
  const auto first = running();
  const auto address = engine->only().info.run.addresses.at(0);
  engine->end_by_itself(first, 0);
  const auto second = running();
  report(first, 1); // e.g. by token, or its alarm: it publishes its old view
  EXPECT_EQ(containers->find_by_address(address)->view->who->container_id,
            second);
  audit();
  EXPECT_EQ(containers->find_by_address(address)->view->who->container_id,
            second);
}

TEST_F(Registry, AnActorThatDiesOfAFaultIsRestartedFromItsView) {
  const auto id = running();
  const auto other = running();
  report(id, 3);
  caf::anon_send_exit(actor(id), caf::exit_reason::unhandled_exception);
  time.settle();
  EXPECT_EQ(life(id).active, 3u);
  EXPECT_TRUE(**wish(id, event::stop_asked{}));
  EXPECT_EQ(status(id), "stopped");
  EXPECT_EQ(status(other), "running");
}

TEST_F(Registry, AClientIsToldWhenTheActorThatMakesItsContainerDies) {
  engine->hold("start");
  auto how = ask<view_ptr>(time, registry, atom::create_v,
                                 create_request{"app"});
  time.settle();
  ASSERT_FALSE(how->here());
  caf::anon_send_exit(containers->all().at(0).actor,
                      caf::exit_reason::unhandled_exception);
  time.settle();
  ASSERT_TRUE(how->here());
  EXPECT_EQ((*how)->error().code, errc::internal);
  engine->release();
  time.settle();
}

TEST_F(Registry, AnActorThatKeepsDyingIsGivenUpUntilTheNextPass) {
  const auto id = running();
  for (int i = 0; i < 6; ++i) {
    caf::anon_send_exit(actor(id), caf::exit_reason::unhandled_exception);
    time.settle();
  }
  EXPECT_EQ((*wish(id, event::stop_asked{}))->error().code, errc::internal);
  time.advance(67s);
  EXPECT_TRUE(**wish(id, event::stop_asked{}));
}

} // namespace spin::test
