#include <gtest/gtest.h>

#include "actors/telemetry.hpp"
#include "tests/doubles/server_fixture.hpp"

// What the gateway and the store writer count, in a whole server.

namespace spin::test {

namespace {

class Meters : public server_fixture {
protected:
  telemetry& meters() { return *context->meters; }
  std::uint64_t calls(const char* verb, errc how = errc::none) {
    return meters().engine.of(verb).count(how);
  }
  std::int64_t in_flight(const char* verb) {
    return meters().engine.of(verb).in_flight;
  }
};

} // namespace

TEST_F(Meters, EachCallOfTheEngineIsCountedByVerbAndOutcome) {
  const auto id = running();
  EXPECT_EQ(calls("image"), 1u);
  EXPECT_EQ(calls("create"), 1u);
  EXPECT_EQ(calls("start"), 1u);
  EXPECT_EQ(calls("stop"), 0u);
  engine->fail_next("stop", errc::engine_refused);
  wish(id, event::stop_asked{});
  time.advance(10s);
  EXPECT_EQ(calls("stop", errc::engine_refused), 1u);
  EXPECT_EQ(calls("stop"), 1u); // tried again
  EXPECT_EQ(meters().engine.of("stop").took.read().total, 2u);
}

TEST_F(Meters, WhatIsUnderWayAndWhatWaitsIsShown) {
  engine->hold("create");
  std::vector<std::shared_ptr<answer<view_ptr>>> asked;
  for (int i = 0; i < 7; ++i)
    asked.push_back(ask<view_ptr>(time, registry, atom::create_v,
                                  create_request{.image = "app", .by = by}));
  time.settle();
  const auto most = static_cast<std::int64_t>(docker::call_limits{}.starts);
  EXPECT_EQ(in_flight("create"), most);
  EXPECT_EQ(meters().engine.queued, 7 - most);
  while (engine->waiting() > 0) {
    engine->release_one(0);
    time.settle();
  }
  EXPECT_EQ(in_flight("create"), 0);
  EXPECT_EQ(in_flight("start"), 0);
  EXPECT_EQ(meters().engine.queued, 0);
  EXPECT_EQ(calls("create"), 7u);
}

TEST_F(Meters, ACallWhoseAnswerIsLostIsNotUnderWayForEver) {
  engine->hold("create");
  const auto asked = ask<view_ptr>(time, registry, atom::create_v,
                                   create_request{.image = "app", .by = by});
  time.settle();
  engine->forget_waiting();
  time.advance(10min);
  EXPECT_EQ(in_flight("create"), 0);
  EXPECT_GE(calls("create", errc::timed_out), 1u);
}

TEST_F(Meters, GroupsOfRecordsAreCountedWithTheirSize) {
  auto& store = meters().store;
  const auto before = store.writes.read();
  const auto records = store.group.read().sum;
  running();
  EXPECT_GT(store.writes.read(), before);
  EXPECT_EQ(store.group.read().total, store.writes.read());
  EXPECT_GT(store.group.read().sum, records);
  EXPECT_EQ(store.took.read().total, store.writes.read());
  EXPECT_EQ(store.unsaved, 0);
}

TEST_F(Meters, WhatTheStoreDoesNotTakeWaitsAndIsCountedOnce) {
  const auto id = running();
  stored->away = true;
  report(id, 1);
  time.advance(5s);
  auto& store = meters().store;
  EXPECT_EQ(store.unsaved, 1);
  EXPECT_GE(store.failures.read(), 2u);
  const auto written = store.group.read().sum;
  stored->away = false;
  time.advance(10s);
  EXPECT_EQ(store.unsaved, 0);
  EXPECT_EQ(store.group.read().sum, written + 1);
}

TEST_F(Meters, AnActorThatIsStartedAgainIsCounted) {
  const auto id = running();
  auto& container = meters().of(actor_kind::container);
  EXPECT_EQ(container.alive(), 1u);
  caf::anon_send_exit(actor(id), caf::exit_reason::unhandled_exception);
  time.settle();
  EXPECT_EQ(container.restarted.read(), 1u);
  EXPECT_EQ(container.spawned.read(), 2u);
  EXPECT_EQ(container.alive(), 1u);
}

} // namespace spin::test
