#include "tests/doubles/server_fixture.hpp"

// One container under the real actors: create, start, stop, remove and their
// faults.

namespace spin::test {

using ContainerActor = server_fixture;

// -- create -------------------------------------------------------------------

TEST_F(ContainerActor, CreateAnswersARunningContainerWithItsPorts) {
  const auto made = create();
  ASSERT_TRUE(made) << made.error().what;
  EXPECT_EQ(status_of(**made), "running");
  EXPECT_EQ((*made)->who->image, "app");
  EXPECT_EQ((*made)->run->ports, engine->only().info.run.ports);
  EXPECT_EQ((*made)->who->container_id, engine->only().info.id);
  EXPECT_EQ(containers->list().size(), 1u);
}

TEST_F(ContainerActor, CreateMarksTheContainerAsOurs) {
  const auto made = create();
  const auto& spec = engine->only().spec;
  EXPECT_EQ(spec.labels.at(docker::label::id), (*made)->who->id);
  EXPECT_EQ(spec.labels.at(docker::label::instance), "default");
  ASSERT_EQ(spec.env.size(), 2u);
  EXPECT_EQ(spec.env[1], "SPIN_DOCKER_URL=http://172.17.0.1/v1/check-in");
  const auto token = spec.env[0].substr(spec.env[0].find('=') + 1);
  const auto found = containers->find_by_token(token);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->view->who->id, (*made)->who->id);
}

TEST_F(ContainerActor, AContainerGetsItsTokenEvenWithoutAUrl) {
  context->check_in_url = [] { return std::string{}; };
  ASSERT_TRUE(create());
  const auto& env = engine->only().spec.env;
  ASSERT_EQ(env.size(), 1u);
  EXPECT_EQ(env[0].rfind("SPIN_DOCKER_TOKEN=", 0), 0u);
}

TEST_F(ContainerActor, CreateIsStoredBeforeTheEngineIsAsked) {
  stored->away = true;
  const auto refused = create();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, errc::store_down);
  EXPECT_EQ(engine->count("create"), 0u);
  EXPECT_TRUE(containers->all().empty());
  stored->away = false;
  time.advance(2min);
  EXPECT_TRUE(stored->records.empty());
}

TEST_F(ContainerActor, UnknownImageMakesNothing) {
  const auto refused = create("nosuch");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, errc::no_such_image);
  EXPECT_TRUE(engine->containers().empty());
  EXPECT_TRUE(stored->records.empty());
}

TEST_F(ContainerActor, ImageWithoutATcpPortMakesNothing) {
  for (const auto* image : {"mute", "udp"}) {
    const auto refused = create(image);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, errc::no_ports);
  }
  EXPECT_TRUE(engine->containers().empty());
  EXPECT_TRUE(stored->records.empty());
}

// S19: a create that fails at any step leaves neither container nor record.
TEST_F(ContainerActor, AFailureAtAnyStepOfCreateUndoesTheStepsBefore) {
  for (const std::string step : {"create", "start", "inspect"})
    for (const auto code : {errc::engine_refused, errc::engine_down,
                            errc::timed_out, errc::malformed}) {
      engine->fail_next(step, code);
      const auto refused = create();
      ASSERT_FALSE(refused) << step;
      // Started but not inspected: nobody knows, so it is undone as well.
      EXPECT_EQ(refused.error().code,
                step == "inspect" ? errc::timed_out : code)
        << step;
      time.advance(2min);
      EXPECT_TRUE(engine->containers().empty()) << step << to_string(code);
      EXPECT_TRUE(stored->records.empty()) << step << to_string(code);
      EXPECT_TRUE(containers->all().empty()) << step << to_string(code);
    }
}

TEST_F(ContainerActor, ACreateWhoseAnswerWasLostIsFoundAgain) {
  engine->lose_answer("create");
  ASSERT_TRUE(create());
  EXPECT_EQ(engine->containers().size(), 1u);
}

TEST_F(ContainerActor, AStartWhoseAnswerWasLostLeavesNoOrphan) {
  engine->lose_answer("start");
  EXPECT_FALSE(create());
  time.advance(2min);
  EXPECT_TRUE(engine->containers().empty());
}

TEST_F(ContainerActor, UndoGoesOnUntilTheEngineIsBack) {
  engine->fail_next("start", errc::engine_refused);
  for (int i = 0; i < 8; ++i) {
    engine->fail_next("stop", errc::engine_down);
    engine->fail_next("remove", errc::engine_down);
  }
  EXPECT_FALSE(create());
  EXPECT_EQ(engine->containers().size(), 1u);
  EXPECT_TRUE(containers->list().empty()) << "never shown to anybody";
  time.advance(30min);
  EXPECT_TRUE(engine->containers().empty());
  EXPECT_TRUE(stored->records.empty());
}

// -- stop and start -----------------------------------------------------------

TEST_F(ContainerActor, StopAnswersStoppingAtOnceAndStopsInTheBackground) {
  const auto id = running();
  engine->hold("stop");
  const auto how = wish(id, event::stop_asked{});
  ASSERT_TRUE(how->here());
  EXPECT_EQ(status_of(*(**how).value()), "stopping");
  EXPECT_FALSE((**how).value()->run->ports.empty()) << "as the manual shows it";
  EXPECT_EQ(status(id), "stopping");
  engine->release();
  time.settle();
  EXPECT_EQ(status(id), "stopped");
  EXPECT_TRUE(containers->find(id).entry->view->run->ports.empty());
  EXPECT_EQ(life(id).why, stop_reason::asked);
}

TEST_F(ContainerActor, StopIsStoredBeforeItIsAnswered) {
  const auto id = running();
  stored->away = true;
  const auto how = wish(id, event::stop_asked{});
  ASSERT_FALSE(**how);
  EXPECT_EQ((*how)->error().code, errc::store_down);
  EXPECT_EQ(status(id), "running");
  EXPECT_EQ(engine->count("stop"), 0u);
}

TEST_F(ContainerActor, StartGivesNewPorts) {
  const auto id = running();
  const auto before = containers->find(id).entry->view->run->ports;
  wish(id, event::stop_asked{});
  const auto how = wish(id, event::start_asked{});
  ASSERT_TRUE(**how);
  EXPECT_EQ(status_of(*(**how).value()), "running");
  EXPECT_EQ((**how).value()->run->ports.size(), before.size());
  EXPECT_NE((**how).value()->run->ports, before);
}

// S24: starting what runs and stopping what is stopped is no error.
TEST_F(ContainerActor, StartAndStopAreIdempotent) {
  const auto id = running();
  const auto starts = engine->count("start");
  EXPECT_TRUE(**wish(id, event::start_asked{}));
  EXPECT_EQ(engine->count("start"), starts);
  wish(id, event::stop_asked{});
  const auto stops = engine->count("stop");
  const auto again = wish(id, event::stop_asked{});
  ASSERT_TRUE(**again);
  EXPECT_EQ(status_of(*(**again).value()), "stopped");
  EXPECT_EQ(engine->count("stop"), stops);
}

TEST_F(ContainerActor, StartWhileStoppingEndsRunning) {
  const auto id = running();
  engine->hold("stop");
  wish(id, event::stop_asked{});
  const auto how = wish(id, event::start_asked{});
  EXPECT_FALSE(how->here()) << "it waits for the stop to end";
  engine->release();
  time.settle();
  ASSERT_TRUE(how->here());
  EXPECT_EQ(status_of(*(**how).value()), "running");
  EXPECT_TRUE(docker::is_up(engine->only().info.state));
}

TEST_F(ContainerActor, StopWhileStartingEndsStopped) {
  const auto id = running();
  wish(id, event::stop_asked{});
  engine->hold("start");
  const auto start = wish(id, event::start_asked{});
  const auto stop = wish(id, event::stop_asked{});
  ASSERT_TRUE(stop->here());
  EXPECT_EQ(status_of(*(**stop).value()), "stopping");
  ASSERT_TRUE(start->here());
  EXPECT_EQ((*start)->error().code, errc::conflict);
  engine->release();
  time.settle();
  EXPECT_EQ(status(id), "stopped");
  EXPECT_FALSE(docker::is_up(engine->only().info.state));
}

// S11: a stop that fails is tried again for ever.
TEST_F(ContainerActor, AStartAfterAStopThatMetAStartHasAWholeClock) {
  const auto id = running();
  time.advance(60s);
  wish(id, event::stop_asked{});
  time.advance(60s); // the looks of the first run would be due
  engine->hold("inspect");
  wish(id, event::start_asked{});
  wish(id, event::stop_asked{});
  engine->fail_next("stop", errc::timed_out);
  engine->release();
  time.settle();
  ASSERT_EQ(status(id), "stopping");
  const auto how = wish(id, event::start_asked{});
  ASSERT_TRUE(how->here() && **how);
  time.advance(109s);
  EXPECT_EQ(status(id), "running");
  time.advance(1s);
  EXPECT_EQ(status(id), "stopped");
}

TEST_F(ContainerActor, AStopThatFailsIsTriedAgain) {
  const auto id = running();
  for (int i = 0; i < 30; ++i)
    engine->fail_next("stop", errc::engine_refused);
  wish(id, event::stop_asked{});
  EXPECT_EQ(status(id), "stopping");
  time.advance(40min);
  EXPECT_EQ(status(id), "stopped");
}

TEST_F(ContainerActor, AStartTheEngineRefusesIsToldAndChangesNothingElse) {
  const auto id = running();
  wish(id, event::stop_asked{});
  engine->fail_next("start", errc::engine_refused);
  const auto how = wish(id, event::start_asked{});
  EXPECT_EQ((*how)->error().code, errc::engine_refused);
  EXPECT_EQ((*how)->error().what, "start failed on purpose");
  EXPECT_EQ(status(id), "stopped");
  EXPECT_TRUE(**wish(id, event::start_asked{}));
}

TEST_F(ContainerActor, AStartOfUnknownOutcomeIsLookedInto) {
  const auto id = running();
  wish(id, event::stop_asked{});
  engine->lose_answer("start");
  const auto how = wish(id, event::start_asked{});
  EXPECT_EQ((*how)->error().code, errc::timed_out);
  time.advance(5s);
  EXPECT_EQ(status(id), "running");
  wish(id, event::stop_asked{});
  engine->fail_next("start", errc::timed_out);
  wish(id, event::start_asked{});
  time.advance(5s);
  EXPECT_EQ(status(id), "stopped");
}

// -- remove -------------------------------------------------------------------

TEST_F(ContainerActor, RemoveHidesItAtOnceAndRemovesItInTheBackground) {
  const auto id = running();
  engine->hold("stop");
  const auto how = remove(id);
  ASSERT_TRUE(how->here());
  EXPECT_TRUE(**how);
  EXPECT_EQ(status(id), "none");
  EXPECT_TRUE(containers->list().empty());
  EXPECT_EQ(engine->containers().size(), 1u);
  engine->release();
  time.settle();
  EXPECT_TRUE(engine->containers().empty());
  EXPECT_TRUE(stored->records.empty());
  EXPECT_TRUE(containers->all().empty());
}

// S16: neither a late report nor a late answer brings a record back.
TEST_F(ContainerActor, NothingLateBringsARemovedContainerBack) {
  const auto id = running();
  const auto late = actor(id);
  engine->hold("stop");
  wish(id, event::stop_asked{});
  remove(id);
  engine->release();
  time.settle();
  caf::anon_send(late, any_event{event::reported{{1, std::nullopt}}});
  time.advance(2min);
  EXPECT_TRUE(stored->records.empty());
  EXPECT_TRUE(containers->all().empty());
}

TEST_F(ContainerActor, ARemoveThatFailsIsTriedAgain) {
  const auto id = running();
  for (int i = 0; i < 8; ++i)
    engine->fail_next("remove", errc::engine_refused);
  remove(id);
  time.advance(10min);
  EXPECT_TRUE(engine->containers().empty());
  EXPECT_TRUE(stored->records.empty());
}

} // namespace spin::test
