/// Pausing and the event stream of a real engine.

#include <algorithm>

#include <gmock/gmock.h>

#include "docker/gateway_calls.hpp"
#include "tests/docker/event_log.hpp"
#include "tests/docker/real_engine.hpp"
#include "tests/docker/direct_port.hpp"

namespace spin::docker {

namespace {

using namespace std::chrono_literals;
using test::event_log;
using test::eventually;
using testing::IsSupersetOf;

class RealEvents : public RealEngine {
protected:
  /// Answers a container that runs and obeys SIGTERM.
  std::string running() {
    auto what = spec();
    const auto named = test::docker(
        {"create", "--init", "--name", what.name, "--label", run_label, image});
    EXPECT_EQ(named.exit_code, 0) << named.output;
    EXPECT_TRUE(start(what.name));
    return inspect(what.name).value().id;
  }

  /// Answers what was told of one container: building an image makes others.
  static std::vector<happening> told(const event_log& log,
                                     const std::string& id) {
    std::vector<happening> result;
    for (const auto& event : log.events())
      if (event.container_id == id)
        result.push_back(event.what);
    return result;
  }

  static bool tells(const event_log& log, const std::string& id,
                    happening what) {
    return eventually(
        [&] { return testing::Value(told(log, id), testing::Contains(what)); },
        5s);
  }
};

} // namespace

TEST_F(RealEvents, PauseAndResumeSwitchAndRefuseTheSecondTime) {
  const auto id = running();
  EXPECT_TRUE(pause(id));
  EXPECT_EQ(inspect(id)->state, run_state::paused);
  EXPECT_EQ(pause(id).error().code, errc::engine_refused);
  EXPECT_TRUE(resume(id));
  EXPECT_EQ(inspect(id)->state, run_state::running);
  EXPECT_EQ(resume(id).error().code, errc::engine_refused);
  EXPECT_TRUE(stop(id));
  EXPECT_EQ(pause(id).error().code, errc::engine_refused);
  EXPECT_EQ(resume(id).error().code, errc::engine_refused);
  EXPECT_TRUE(remove(id));
}

TEST_F(RealEvents, APausedOneIsStoppedAndRemovedGentlyAndAtOnce) {
  direct_port port(*engine_);
  const auto id = running();
  ASSERT_TRUE(pause(id));
  const auto begin = std::chrono::steady_clock::now();
  const auto down = test::await<container_info>(
      [&](auto f) { docker::stop(port, id, incarnation::none, 60s, f); });
  ASSERT_TRUE(down) << down.error().what;
  EXPECT_EQ(down->state, run_state::exited);
  EXPECT_EQ(down->exit_code, 143); // it heard SIGTERM
  event_log log;
  engine_->watch(run_label, 0, log.listener());
  ASSERT_TRUE(log.opens());
  ASSERT_TRUE(start(id) && pause(id));
  EXPECT_TRUE(
      test::await<done>([&](auto f) { docker::remove(port, "ours", id, 60s, f); }));
  EXPECT_EQ(inspect(id).error().code, errc::no_such_container);
  EXPECT_TRUE(tells(log, id, happening::stopped)) << "not just killed";
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 50s);
}

TEST_F(RealEvents, EverythingThatHappensIsToldWithinSeconds) {
  event_log log;
  engine_->watch(run_label, 0, log.listener());
  ASSERT_TRUE(log.opens());
  const auto id = running();
  EXPECT_TRUE(tells(log, id, happening::started));
  EXPECT_EQ(test::docker({"rename", id, "spin-docker-test-renamed-" + run_id})
                .exit_code,
            0);
  EXPECT_TRUE(tells(log, id, happening::renamed));
  EXPECT_TRUE(pause(id));
  EXPECT_TRUE(tells(log, id, happening::paused));
  EXPECT_TRUE(resume(id));
  EXPECT_TRUE(tells(log, id, happening::unpaused));
  EXPECT_TRUE(stop(id, 60s));
  EXPECT_TRUE(tells(log, id, happening::died));
  EXPECT_TRUE(tells(log, id, happening::stopped));
  EXPECT_TRUE(remove(id));
  EXPECT_TRUE(tells(log, id, happening::destroyed));
  EXPECT_FALSE(log.ended());
}

TEST_F(RealEvents, OthersContainersAreNotTold) {
  event_log log;
  engine_->watch("spin-docker-test.other=" + run_id, 0, log.listener());
  event_log ours;
  engine_->watch(run_label, 0, ours.listener());
  ASSERT_TRUE(log.opens() && ours.opens());
  const auto id = running();
  EXPECT_TRUE(tells(ours, id, happening::started));
  EXPECT_TRUE(remove(id));
  EXPECT_TRUE(tells(ours, id, happening::destroyed));
  EXPECT_TRUE(log.events().empty());
}

TEST_F(RealEvents, WhatWasMissedIsToldFromAMomentOn) {
  const auto id = running();
  event_log first;
  engine_->watch(run_label, 0, first.listener());
  ASSERT_TRUE(first.opens());
  ASSERT_TRUE(pause(id));
  ASSERT_TRUE(tells(first, id, happening::paused));
  const auto seen = first.events().back().at;
  engine_ = connect({engine_address()}).value(); // ends the stream
  EXPECT_EQ(first.end().code, errc::engine_down);
  ASSERT_TRUE(resume(id) && stop(id));
  for (const int later : {0, 1}) { // a moment is told again by its own `since`
    event_log again;
    engine_->watch(run_label, seen + later, again.listener());
    ASSERT_TRUE(again.opens());
    EXPECT_TRUE(tells(again, id, happening::stopped));
    const auto all = told(again, id);
    EXPECT_EQ(std::count(all.begin(), all.end(), happening::paused), 1 - later);
    EXPECT_THAT(all, IsSupersetOf({happening::unpaused, happening::died}));
  }
  EXPECT_TRUE(remove(id));
}

} // namespace spin::docker
