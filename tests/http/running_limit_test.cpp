#include "http/running_limit.hpp"

#include <future>
#include <random>

#include <gtest/gtest.h>

#include "samples.hpp"

using namespace spin;
using namespace spin::http;
using namespace spin::http::test;

namespace {

class RunningLimit : public testing::Test {
protected:
  /// Shows a container in the directory, as its actor would.
  void show(char digit, phase now, const std::string& owner = "ann") {
    auto view = in_phase(now, digit);
    if (now == phase::stopping)
      view.life.want = wanted::stopped;
    auto who = *view.who;
    who.owner = owner;
    view.who = std::make_shared<const identity>(who);
    containers.enter({}, shared(view));
    containers.publish(shared(view));
  }

  auto take(char digit, std::size_t most, const std::string& owner = "ann") {
    return limit->take(containers, owner, std::string(32, digit), most);
  }

  directory containers;
  std::shared_ptr<running_limit> limit = std::make_shared<running_limit>();
};

} // namespace

TEST_F(RunningLimit, CountsWhatIsUpAndWhatIsGranted) {
  show('a', phase::running);
  const auto second = take('b', 2);
  ASSERT_TRUE(second);
  EXPECT_EQ(take('c', 2).error(), 2u);
}

TEST_F(RunningLimit, CountsWhatIsToRunAgainWhenItHasStopped) {
  auto view = in_phase(phase::stopping, 'a');
  auto who = *view.who;
  who.owner = "ann";
  view.who = std::make_shared<const identity>(who);
  view.life.why = stop_reason::asked;
  view.life.want = wanted::stopped;
  containers.enter({}, shared(view));
  EXPECT_TRUE(take('b', 1));
  view.life.want = wanted::running;
  containers.publish(shared(view));
  EXPECT_FALSE(take('b', 1));
}

TEST_F(RunningLimit, APlaceIsGivenBackWithItsLastHolder) {
  {
    const auto held = take('a', 1).value();
    const auto copy = held;
    EXPECT_FALSE(take('b', 1));
  }
  EXPECT_TRUE(take('b', 1));
}

TEST_F(RunningLimit, WhatTheDirectoryShowsIsNotCountedTwice) {
  const auto held = take('a', 2).value();
  show('a', phase::starting);
  EXPECT_TRUE(take('b', 2));
}

TEST_F(RunningLimit, WhatIsUpMayBeWantedAgain) {
  show('a', phase::running);
  EXPECT_TRUE(take('a', 1));
}

TEST_F(RunningLimit, OthersDoNotCount) {
  show('a', phase::running, "bob");
  show('b', phase::running, "");
  EXPECT_TRUE(take('c', 1));
  EXPECT_FALSE(take('d', 1, "admin")); // that of nobody is admin's
}

TEST_F(RunningLimit, EveryPhaseThatIsOrMayBeUpCounts) {
  for (auto now : {phase::creating, phase::starting, phase::running,
                   phase::pausing, phase::paused, phase::resuming}) {
    show('a', now);
    EXPECT_FALSE(take('b', 1)) << to_string(now);
  }
  for (auto now : {phase::stopping, phase::stopped, phase::removing}) {
    show('a', now);
    EXPECT_TRUE(take('b', 1)) << to_string(now);
  }
}

// A report calls such a stop off: it would be up beside the one let in.
TEST_F(RunningLimit, AnIdleStopIsNotOverYet) {
  auto view = in_phase(phase::stopping, 'a');
  auto who = *view.who;
  who.owner = "ann";
  view.who = std::make_shared<const identity>(who);
  view.life.why = stop_reason::idle;
  containers.enter({}, shared(view));
  EXPECT_FALSE(take('b', 1));
}

// Many at once, each showing what it was granted before it gives its place back,
// or failing: never are more up than may be.
TEST_F(RunningLimit, ManyAtOnceNeverPassIt) {
  constexpr std::size_t most = 3;
  std::atomic<std::size_t> up = 0;
  std::atomic<bool> broken = false;
  std::vector<std::future<std::size_t>> all;
  for (char digit = 'a'; digit < 'a' + 8; ++digit)
    all.push_back(std::async(std::launch::async, [&, digit] {
      std::mt19937 dice{static_cast<unsigned>(digit)};
      std::size_t granted = 0;
      for (int i = 0; i < 300; ++i) {
        auto place = take(digit, most);
        if (!place)
          continue;
        ++granted;
        if (dice() % 3 == 0)
          continue; // it failed
        broken = broken || ++up > most;
        show(digit, phase::running);
        *place = nullptr;
        --up;
        show(digit, phase::stopped);
      }
      return granted;
    }));
  std::size_t granted = 0;
  for (auto& each : all)
    granted += each.get();
  EXPECT_FALSE(broken);
  EXPECT_GT(granted, 0u);
  EXPECT_TRUE(take('z', 1)) << "places were not given back";
}
