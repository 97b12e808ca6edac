#include "actors/health_watch.hpp"

#include <gmock/gmock.h>

#include "tests/doubles/virtual_time.hpp"

namespace spin::test {

namespace {

using namespace std::chrono_literals;

class HealthWatch : public testing::Test {
protected:
  HealthWatch() {
    watch = time.system().spawn(health_watch_actor, feed, health,
                                [this] { return wall(); });
    time.settle();
  }
  ~HealthWatch() override {
    caf::anon_send_exit(watch, caf::exit_reason::kill);
  }

  utc wall() {
    return utc{std::chrono::floor<std::chrono::milliseconds>(
        time.now().time_since_epoch())};
  }

  void all_well() {
    for (const auto which : health_board::all)
      health->well(which);
    time.advance(1s);
  }

  /// "WHAT PART" of all that was told since it was asked last.
  std::vector<std::string> told() {
    std::vector<std::string> all;
    for (const auto& one : feed->after(at, 100).all) {
      all.push_back(std::string{to_string(one->what.what)} + ' '
                    + std::string{to_string(one->what.part)});
      at = one->number;
    }
    return all;
  }

  virtual_time time;
  std::shared_ptr<event_feed> feed = std::make_shared<event_feed>();
  std::shared_ptr<health_board> health =
      std::make_shared<health_board>([this] { return wall(); });
  health_watch_handle watch;
  std::uint64_t at = 0;
};

using list = std::vector<std::string>;

} // namespace

TEST_F(HealthWatch, ABeginningIsNoRecovery) {
  time.advance(2s);
  all_well();
  time.advance(1min);
  EXPECT_EQ(told(), list{});
}

TEST_F(HealthWatch, WhatDoesNotBeginIsDegraded) {
  health->well(vital::store);
  health->ill(vital::engine, "refused");
  health->well(vital::events);
  health->well(vital::recovery);
  time.advance(10s);
  EXPECT_EQ(told(), list{"degraded engine"});
  health->well(vital::engine);
  time.advance(1s);
  EXPECT_EQ(told(), list{"recovered engine"});
}

TEST_F(HealthWatch, TellsEachTurnOnceWithItsErrorAndSinceWhen) {
  all_well();
  time.advance(1min);
  const auto began = wall();
  health->ill(vital::store, "disk full");
  time.advance(1min);
  EXPECT_EQ(told(), list{"degraded store"});
  const auto one = feed->after(0, 1).all.at(0);
  EXPECT_EQ(one->what.trouble.what, "disk full");
  EXPECT_EQ(one->what.since, began);
  EXPECT_LE(one->what.at.wall - began, 600ms);
  health->well(vital::store);
  time.advance(1min);
  EXPECT_EQ(told(), list{"recovered store"});
}

// The board turns by the passing of time alone.
TEST_F(HealthWatch, WhoIsAskedAndSaysNothingIsDegraded) {
  all_well();
  health->asked(vital::engine);
  time.advance(2s);
  EXPECT_EQ(told(), list{});
  time.advance(2s);
  EXPECT_EQ(told(), list{"degraded engine"});
  health->well(vital::engine);
  time.advance(1s);
  EXPECT_EQ(told(), list{"recovered engine"});
}

} // namespace spin::test
