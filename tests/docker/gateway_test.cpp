#include "tests/docker/gateway_test.hpp"

namespace spin::test {

namespace {

using namespace std::chrono_literals;

class Gateway : public GatewayTest {
public:
  snapshot record(char digit, std::uint64_t active = 0) {
    snapshot what;
    what.who.id = std::string(32, digit);
    what.active = active;
    return what;
  }
};

} // namespace

// -- the engine's side --------------------------------------------------------

TEST_F(Gateway, ACreateInDoubtIsFoundAgainByItsLabel) {
  for (const auto code : {errc::timed_out, errc::engine_down,
                          errc::malformed}) {
    engine->lose_answer("create", code);
    const auto id = std::string{to_string(code)};
    const auto container = made(id);
    EXPECT_EQ(engine->containers().at(container).info.labels.at(
                docker::label::id),
              id);
  }
}

TEST_F(Gateway, ANameTakenBySomebodyElseIsAConflict) {
  made("first");
  auto what = spec("second");
  what.name = "name-first";
  const auto how
    = call<std::string>(atom::create_v, std::string{"second"}, what, cause{});
  EXPECT_EQ(how.error().code, errc::conflict);
  EXPECT_EQ(engine->containers().size(), 1u);
}

// S23/S25: ports are read anew after each start.
TEST_F(Gateway, StartTellsHowItRuns) {
  const auto container = made("a");
  const auto info = call<docker::container_info>(atom::start_v,
                                                 std::string{"a"}, container, cause{});
  EXPECT_EQ(info->state, docker::run_state::running);
  EXPECT_EQ(info->started, engine->only().info.started);
}

TEST_F(Gateway, OnlyInspectProvesThatAContainerIsGone) {
  const auto container = made("a");
  engine->fail_next("start", errc::no_such_container); // e.g. its network
  auto how = call<docker::container_info>(atom::start_v, std::string{"a"},
                                          container, cause{});
  EXPECT_EQ(how.error().code, errc::engine_refused);
  engine->remove_by_hand(container);
  how = call<docker::container_info>(atom::start_v, std::string{"a"},
                                     container, cause{});
  EXPECT_EQ(how.error().code, errc::no_such_container);
}

TEST_F(Gateway, AStopThatIsCalledOffInTimeIsNotAskedOfTheEngine) {
  const auto container = made("a");
  call<docker::container_info>(atom::start_v, std::string{"a"}, container, cause{});
  auto called_off = std::make_shared<std::atomic<bool>>(false);
  engine->hold("inspect"); // it looks before it stops
  auto how = ask<docker::container_info>(
    time, gateway, atom::stop_v, std::string{"a"},
    stop_order{container, incarnation::none, called_off});
  time.settle();
  *called_off = true;
  engine->release();
  time.settle();
  ASSERT_TRUE(how->here());
  EXPECT_TRUE(docker::is_up((**how)->state));
  EXPECT_EQ(engine->count("stop"), 0u);
}

// The watchdog: who waits is answered, the lane is free again, and what comes
// late has no effect.
TEST_F(Gateway, ACallWhoseAnswerIsLostIsGivenUp) {
  const auto container = made("a");
  call<docker::container_info>(atom::start_v, std::string{"a"}, container, cause{});
  engine->hold("inspect");
  auto lost = ask<docker::container_info>(
    time, gateway, atom::stop_v, std::string{"a"},
    stop_order{container, incarnation::none, {}});
  auto next = ask<docker::container_info>(time, gateway, atom::inspect_v,
                                          std::string{"a"}, container, cause{});
  time.advance(docker::gateway_config{}.longest_call);
  EXPECT_FALSE(lost->here()) << "its grace is on top";
  time.advance(2 * docker::gateway_config{}.stop_grace);
  ASSERT_TRUE(lost->here());
  EXPECT_EQ((*lost)->error().code, errc::timed_out);
  EXPECT_EQ(engine->count("inspect"), 3u) << "the next call had its turn";
  engine->release();
  time.settle();
  EXPECT_TRUE(next->here() && **next);
  EXPECT_EQ(engine->count("stop"), 0u) << "nobody waits for that any more";
}

TEST_F(Gateway, AFencedStopLeavesAnotherRunAlone) {
  const auto container = made("a");
  call<docker::container_info>(atom::start_v, std::string{"a"}, container, cause{});
  const auto old = engine->only().info.started;
  engine->end_by_itself(container, 0);
  engine->start_by_hand(container);
  auto info = call<docker::container_info>(atom::stop_v, std::string{"a"},
                                           stop_order{container, old, {}});
  EXPECT_TRUE(docker::is_up(info->state));
  EXPECT_EQ(engine->count("stop"), 0u);
  info = call<docker::container_info>(
    atom::stop_v, std::string{"a"},
    stop_order{container, engine->only().info.started, {}});
  EXPECT_FALSE(docker::is_up(info->state));
}

TEST_F(Gateway, AStartThatCannotBeInspectedIsInDoubtNotRefused) {
  const auto container = made("a");
  engine->fail_next("inspect", errc::engine_refused);
  const auto how = call<docker::container_info>(atom::start_v,
                                                std::string{"a"}, container, cause{});
  EXPECT_EQ(how.error().code, errc::timed_out);
}

TEST_F(Gateway, AContainerThatCannotBeStoppedIsRemovedByForce) {
  const auto container = made("a");
  engine->fail_next("stop", errc::timed_out);
  EXPECT_TRUE(call<done>(atom::remove_v, std::string{"a"}, stop_order{container}));
  EXPECT_TRUE(engine->containers().empty());
  const auto other = made("b");
  engine->fail_next("stop", errc::engine_down);
  EXPECT_FALSE(call<done>(atom::remove_v, std::string{"b"}, stop_order{other}));
}

TEST_F(Gateway, RemoveStopsWithGraceFirst) {
  const auto container = made("a");
  call<docker::container_info>(atom::start_v, std::string{"a"}, container, cause{});
  engine->calls.clear();
  EXPECT_TRUE(call<done>(atom::remove_v, std::string{"a"}, stop_order{container}));
  EXPECT_EQ(engine->calls, (std::vector<std::string>{"stop " + container,
                                                     "remove " + container}));
}

TEST_F(Gateway, CallsForOneContainerWaitForEachOther) {
  const auto a = made("a");
  const auto b = made("b");
  call<docker::container_info>(atom::start_v, std::string{"a"}, a, cause{});
  engine->hold("stop");
  auto first = ask<docker::container_info>(time, gateway, atom::stop_v,
                                           std::string{"a"},
                                           stop_order{a, incarnation::none,
                                                      {}});
  auto second = ask<docker::container_info>(time, gateway, atom::inspect_v,
                                            std::string{"a"}, a, cause{});
  auto other = ask<docker::container_info>(time, gateway, atom::inspect_v,
                                           std::string{"b"}, b, cause{});
  time.settle();
  EXPECT_FALSE(second->here());
  EXPECT_TRUE(other->here());
  engine->release();
  time.settle();
  EXPECT_TRUE(first->here());
  EXPECT_TRUE(second->here());
}

// -- the store's side ---------------------------------------------------------

TEST_F(Gateway, ACommitIsWrittenBeforeItIsAnswered) {
  EXPECT_TRUE(call<done>(atom::commit_v, record('a', 4)));
  EXPECT_EQ(stored->at(std::string(32, 'a')).active, 4u);
}

TEST_F(Gateway, WhatGathersIsOneGroupAndTheLatestWins) {
  for (std::uint64_t i = 0; i < 50; ++i)
    caf::anon_send(gateway, atom::save_v, record('a', i));
  caf::anon_send(gateway, atom::save_v, record('b'));
  time.settle();
  EXPECT_EQ(stored->at(std::string(32, 'a')).active, 49u);
  EXPECT_LE(stored->writes, 3u);
}

TEST_F(Gateway, WhileTheStoreIsAwayCommitsFailAtOnceAndSavesAreKept) {
  stored->away = true;
  caf::anon_send(gateway, atom::save_v, record('a', 1));
  time.settle();
  EXPECT_EQ(call<done>(atom::commit_v, record('b')).error().code,
            errc::store_down);
  caf::anon_send(gateway, atom::save_v, record('a', 2));
  caf::anon_send(gateway, atom::forget_v, std::string(32, 'b'));
  time.advance(10min);
  stored->away = false;
  time.advance(61s);
  EXPECT_EQ(stored->at(std::string(32, 'a')).active, 2u);
  EXPECT_EQ(stored->records.size(), 1u);
}

TEST_F(Gateway, FailedCommitsDoNotPileUpRetries) {
  stored->away = true;
  for (int i = 0; i < 100; ++i)
    EXPECT_FALSE(call<done>(atom::commit_v, record('a')));
  EXPECT_LE(time.alarms(), 1u);
}

TEST_F(Gateway, ACommitThatSucceedsEndsThePause) {
  stored->away = true;
  EXPECT_FALSE(call<done>(atom::commit_v, record('a')));
  stored->away = false;
  EXPECT_TRUE(call<done>(atom::commit_v, record('a')));
  caf::anon_send(gateway, atom::save_v, record('c'));
  time.settle();
  EXPECT_EQ(stored->records.size(), 2u) << "no waiting for the old alarm";
}

TEST_F(Gateway, SyncTellsWhetherAllBeforeItIsWritten) {
  caf::anon_send(writer, atom::save_v, record('a'));
  auto how = ask<done>(time, writer, atom::sync_v);
  time.settle();
  EXPECT_TRUE(**how);
  EXPECT_EQ(stored->records.size(), 1u);
  stored->away = true;
  caf::anon_send(writer, atom::save_v, record('b'));
  how = ask<done>(time, writer, atom::sync_v);
  time.settle();
  EXPECT_EQ((*how)->error().code, errc::store_down);
  EXPECT_EQ((*how)->error().what, "the store is away: the store is away");
}

// -- how the store is ---------------------------------------------------------

class StoreHealth : public Gateway {
public:
  StoreHealth() {
    caf::anon_send_exit(writer, caf::exit_reason::kill);
    writer = time.system().spawn(
      docker::store_writer_actor,
      std::unique_ptr<store::store>{std::make_unique<memory_store>(stored)},
      health, std::make_shared<telemetry>());
    time.advance(2s);
  }

  bool well() const { return health->look(vital::store).well; }

  std::shared_ptr<health_board> health = std::make_shared<health_board>(
    [this] {
      return utc{std::chrono::floor<std::chrono::milliseconds>(
        time.now().time_since_epoch())};
    });
};

TEST_F(StoreHealth, TurnsWithTheStoreThoughNothingIsWritten) {
  EXPECT_TRUE(well());
  stored->away = true;
  time.advance(docker::probe_interval);
  EXPECT_FALSE(well());
  stored->away = false;
  time.advance(docker::probe_interval);
  EXPECT_TRUE(well());
  EXPECT_EQ(stored->writes, 0u);
}

// A back-off of a minute would be over long after the store is back.
TEST_F(StoreHealth, WhatWaitsIsWrittenAsSoonAsTheStoreIsBack) {
  stored->away = true;
  caf::anon_send(writer, atom::save_v, record('a'));
  time.advance(10min);
  EXPECT_FALSE(well());
  stored->away = false;
  time.advance(docker::probe_interval);
  EXPECT_TRUE(well());
  EXPECT_EQ(stored->records.size(), 1u);
}

// It may freeze right after a write.
TEST_F(StoreHealth, AStoreThatIsWrittenToIsAskedAllTheSame) {
  const auto before = stored->probes;
  for (int i = 0; i < 10; ++i) {
    caf::anon_send(writer, atom::save_v, record('a'));
    time.advance(docker::probe_interval);
  }
  EXPECT_GE(stored->probes, before + 9);
}

} // namespace spin::test
