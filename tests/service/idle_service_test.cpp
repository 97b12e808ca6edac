#include "tests/service/service_test.hpp"

using namespace std::chrono_literals;

namespace spin::test {

/// The manual's rule in seconds instead of hours: a first look 2 s after the
/// start, another 2 s later, and then the stop.
class IdleService : public ServiceTest {
protected:
  void SetUp() override {
    settings["sd_initial_timeout_interval"] = "2";
    settings["sd_timeout_interval"] = "2";
    start();
  }

  void report(const container& of, const std::string& active) {
    exec(of, {"wget", "-q", "-O", "-", "--post-data", "active=" + active,
              check_in_url()});
  }

  bool runs_on_engine(const container& which) {
    return inspect(which.id, "{{.State.Running}}") == "true";
  }
};

TEST_F(IdleService, StopsTheIdleOneAndKeepsTheBusyOne) {
  const auto busy = create();
  report(busy, "1");
  const auto born = std::chrono::steady_clock::now();
  const auto idle = create();
  ASSERT_TRUE(becomes(idle, "stopped", 15s));
  // Never before the two periods that the manual promises.
  EXPECT_GE(std::chrono::steady_clock::now() - born, 4s);
  EXPECT_FALSE(runs_on_engine(idle));
  EXPECT_EQ(shown(idle, "stop_reason"), "idle");
  EXPECT_EQ(shown(idle, "app_port"), "");
  EXPECT_TRUE(runs_on_engine(busy));
  EXPECT_EQ(shown(busy, "status"), "running");
}

// S7: the last report wins for its time to live, not for ever.
TEST_F(IdleService, StopsAContainerWhoseCronDiedAfterABusyReport) {
  settings["sd_report_ttl"] = "2";
  restart();
  const auto made = create();
  report(made, "1");
  EXPECT_TRUE(becomes(made, "stopped", 20s));
}

// S9: a timer of an earlier run must not stop the next one.
TEST_F(IdleService, GivesARestartedContainerItsWholeTimeAgain) {
  const auto made = create();
  ASSERT_TRUE(eventually(
      [&, since = std::chrono::steady_clock::now()] {
        return std::chrono::steady_clock::now() - since > 3s;
      },
      4s));
  ASSERT_EQ(server->patch(made.uri, "status=stopped").status, 200);
  ASSERT_EQ(server->patch(made.uri, "status=running").status, 200);
  const auto again = std::chrono::steady_clock::now();
  ASSERT_TRUE(becomes(made, "stopped", 15s));
  EXPECT_GE(std::chrono::steady_clock::now() - again, 3500ms);
}

TEST_F(IdleService, ReadingDoesNotRenewTheDeadline) {
  const auto made = create();
  // `becomes` asks all the time; an observer must not keep it alive.
  EXPECT_TRUE(becomes(made, "stopped", 15s));
}

// S13: "disabled" is disabled, and its default is not.
TEST_F(IdleService, StopsNothingWhenTimeoutsAreDisabled) {
  settings["sd_disable_timeouts"] = "true";
  restart();
  const auto made = create();
  EXPECT_FALSE(becomes(made, "stopped", 7s));
  EXPECT_TRUE(runs_on_engine(made));
}

TEST_F(IdleService, KeepsTheDeadlineAcrossAKillOfTheServer) {
  const auto made = create();
  crash_and_start();
  EXPECT_TRUE(becomes(made, "stopped", 20s));
  EXPECT_EQ(shown(made, "stop_reason"), "idle");
}

TEST_F(IdleService, WhatItSavedSurvivesARestartAndAKill) {
  const auto saved = [this](const char* what) {
    const auto all = server->get("/v1/savings").json();
    return all["total"][what].GetInt64();
  };
  const auto made = create();
  ASSERT_TRUE(becomes(made, "stopped", 15s));
  ASSERT_TRUE(eventually([&] { return saved("container_seconds") >= 2; }));
  restart();
  EXPECT_GE(saved("container_seconds"), 2);
  EXPECT_EQ(saved("stops"), 1);
  ASSERT_EQ(server->patch(made.uri, "status=running").status, 200);
  const auto ended = saved("container_seconds");
  crash_and_start();
  EXPECT_GE(saved("container_seconds"), ended);
}

} // namespace spin::test
