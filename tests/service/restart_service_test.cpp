#include <ctime>
#include <filesystem>
#include <iomanip>
#include <sstream>

#include "tests/service/service_test.hpp"

using namespace std::chrono_literals;

namespace spin::test {

namespace {

/// Seconds since 1970 of a moment in ISO 8601; -1 if it is none.
std::time_t seconds_of(const std::string& iso) {
  std::tm parts{};
  std::istringstream in{iso};
  in >> std::get_time(&parts, "%Y-%m-%dT%H:%M:%S");
  return in ? timegm(&parts) : -1;
}

} // namespace

/// What a restart must keep, with each of the stores.
class RestartService : public ServiceTest,
                       public ::testing::WithParamInterface<const char*> {
protected:
  void SetUp() override {
    if (GetParam() == std::string{"Redis"})
      use_redis();
    start();
  }

  void empty_the_store() {
    if (redis) {
      ASSERT_EQ(redis->ask({"flushall"}), "OK");
      return;
    }
    const auto file = settings["sd_store"].substr(sizeof "sqlite:" - 1);
    for (const auto* part : {"", "-wal", "-shm"})
      std::filesystem::remove(file + part);
  }
};

TEST_P(RestartService, KeepsContainersIdsAndPortsOverAPoliteEnd) {
  const auto one = create();
  const auto two = create();
  ASSERT_EQ(server->patch(two.uri, "status=stopped").status, 200);
  ASSERT_TRUE(becomes(two, "stopped"));
  restart();
  EXPECT_EQ(listed(), (std::set{one.id, two.id}));
  EXPECT_EQ(shown(one, "status"), "running");
  EXPECT_EQ(shown(one, "app_port"), one.app_port);
  EXPECT_TRUE(page_answers(one.app_port));
  EXPECT_EQ(shown(two, "status"), "stopped");
}

TEST_P(RestartService, KeepsContainersOverAKill) {
  const auto made = create();
  crash_and_start();
  EXPECT_EQ(listed(), std::set{made.id});
  EXPECT_EQ(shown(made, "app_port"), made.app_port);
}

TEST_P(RestartService, KeepsTheMomentOfTheNextStop) {
  const auto made = create();
  const auto before = seconds_of(shown(made, "stops_at"));
  ASSERT_GT(before, 0);
  crash_and_start();
  EXPECT_NEAR(seconds_of(shown(made, "stops_at")), before, 1);
}

TEST_P(RestartService, FinishesAStopThatWasAcknowledgedBeforeAKill) {
  const auto made = create("spin-docker/hello-stubborn");
  ASSERT_EQ(server->patch(made.uri, "status=stopped").field("status"),
            "stopping");
  crash_and_start();
  EXPECT_TRUE(becomes(made, "stopped"));
  EXPECT_EQ(inspect(made.id, "{{.State.Running}}"), "false");
}

TEST_P(RestartService, FinishesADeletionThatWasAcknowledgedBeforeAKill) {
  const auto made = create("spin-docker/hello-stubborn");
  ASSERT_EQ(server->remove(made.uri).status, 204);
  crash_and_start();
  EXPECT_TRUE(listed().empty());
  EXPECT_TRUE(eventually([&] { return on_engine().empty(); }));
}

TEST_P(RestartService, AdoptsItsContainersByLabelWhenTheStoreIsEmpty) {
  const auto running = create();
  const auto stopped = create();
  ASSERT_EQ(server->patch(stopped.uri, "status=stopped").status, 200);
  ASSERT_TRUE(becomes(stopped, "stopped"));
  ASSERT_EQ(server->stop(), 0);
  server.reset();
  empty_the_store();
  start();
  ASSERT_TRUE(agree());
  EXPECT_EQ(listed(), (std::set{running.id, stopped.id}));
  EXPECT_EQ(shown(running, "status"), "running");
  EXPECT_EQ(shown(running, "image"), "spin-docker/hello");
  EXPECT_TRUE(page_answers(shown(running, "app_port")));
  EXPECT_EQ(shown(stopped, "status"), "stopped");
  // Its token still counts: only its digest was ever kept, on a label.
  EXPECT_EQ(exec(running, {"check-in"}).exit_code, 0);
}

TEST_P(RestartService, SeesWhatHappenedToContainersWhileItWasAway) {
  const auto removed = create();
  const auto killed = create();
  server->crash();
  server.reset();
  ASSERT_EQ(docker({"rm", "-f", removed.id}).exit_code, 0);
  ASSERT_EQ(docker({"kill", killed.id}).exit_code, 0);
  start();
  EXPECT_TRUE(eventually([&] { return listed() == std::set{killed.id}; }));
  EXPECT_TRUE(becomes(killed, "stopped"));
}

INSTANTIATE_TEST_SUITE_P(Stores, RestartService,
                         ::testing::Values("SQLite", "Redis"),
                         [](const auto& store) {
                           return std::string{store.param};
                         });

} // namespace spin::test
