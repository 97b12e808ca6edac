#include <csignal>
#include <fstream>

#include "tests/faults/fault_test.hpp"

using namespace std::chrono_literals;

namespace spin::test {

/// What somebody does to our containers with the engine's own tool.
class ByHandFaults : public FaultTest {
protected:
  /// How soon GET is right if the engine's events arrive.
  static constexpr auto by_event = 1s;
  /// ... and if they do not: a pass every 2 s, a tenth more, and its own time.
  static constexpr auto by_pass = 3200ms;

  void SetUp() override {
    settings["sd_disable_timeouts"] = "true";
    start();
  }

  void TearDown() override {
    FaultTest::TearDown();
    print_row(std::string{"by hand: "} + what, count, violations, slowest);
  }

  /// Does it, then waits until GET is right.
  void by_hand(const std::vector<std::string>& words,
               const std::function<bool()>& right,
               std::chrono::milliseconds within = by_event) {
    const auto done = docker(words);
    ASSERT_EQ(done.exit_code, 0) << done.output;
    const auto before = std::chrono::steady_clock::now();
    const bool seen = eventually(right, within);
    slowest = std::max(slowest, std::chrono::steady_clock::now() - before);
    ++count;
    violations += !seen;
    EXPECT_TRUE(seen) << words[0] << " is not seen within " << within.count()
                      << " ms";
  }

  /// The same for a status.
  void by_hand(const char* verb, const container& which, const char* status,
               std::chrono::milliseconds within = by_event) {
    by_hand(
        {verb, which.id},
        [=, this] { return shown(which, "status") == status; }, within);
  }

  /// A container whose process 1 takes all memory it gets, once it is told to.
  container create_greedy() {
    const auto context = folder.path() / "greedy";
    std::filesystem::create_directory(context);
    std::ofstream{context / "Dockerfile"}
        << "FROM spin-docker/hello\n"
           "CMD [\"sh\", \"-c\", \"ulimit -v 400000; "
           "while [ ! -e /go ]; do sleep 0.1; done; exec tail /dev/zero\"]\n";
    const auto built = run({"env", "DOCKER_BUILDKIT=0", "docker", "build", "-q",
                            "-t", "spin-docker/greedy", context.string()});
    EXPECT_EQ(built.exit_code, 0) << built.output;
    return create("spin-docker/greedy");
  }

  const char* what = "";
  int count = 0;
  std::chrono::nanoseconds slowest{0};
};

TEST_F(ByHandFaults, AreSeenWithinASecondByEvents) {
  what = "seen by events";
  const auto made = create();
  by_hand("stop", made, "stopped");
  EXPECT_EQ(shown(made, "stop_reason"), "outside");
  EXPECT_EQ(shown(made, "app_port"), "");
  by_hand("start", made, "running");
  const auto port = docker({"port", made.id, "80/tcp"}).output;
  EXPECT_EQ("127.0.0.1:" + shown(made, "app_port") + "\n", port);
  by_hand("pause", made, "paused");
  by_hand("unpause", made, "running");
  by_hand({"rename", made.id, "renamed"},
          [&] { return shown(made, "name") == "/renamed"; });
  by_hand("kill", made, "stopped");
  EXPECT_EQ(shown(made, "exit_code"), "137");
  by_hand({"rm", "-f", made.id},
          [&] { return server->get(made.uri).status == 404; });
}

TEST_F(ByHandFaults, AreSeenWithinAPassRightAfterARestartOfTheEngine) {
  what = "seen after a restart of the engine";
  const auto made = create();
  const auto gone = create();
  engine->signal(SIGKILL);
  engine->revive();
  by_hand("start", made, "running", by_pass);
  engine->signal(SIGKILL);
  engine->revive();
  by_hand(
      {"rename", made.id, "renamed"},
      [&] { return shown(made, "name") == "/renamed"; }, by_pass);
  engine->signal(SIGKILL);
  engine->revive();
  by_hand(
      {"rm", "-f", gone.id},
      [&] { return server->get(gone.uri).status == 404; }, by_pass);
}

TEST_F(ByHandFaults, AnOutOfMemoryKillIsShownAsSuch) {
  what = "out of memory";
  const auto made = create_greedy();
  const auto limited =
      docker({"update", "--memory", "8m", "--memory-swap", "8m", made.id});
  ASSERT_EQ(limited.exit_code, 0) << limited.output;
  docker({"exec", made.id, "touch", "/go"}); // may end with the container
  by_hand("wait", made, "stopped");
  EXPECT_EQ(shown(made, "stop_reason"), "died");
  EXPECT_EQ(shown(made, "oom_killed"), "true");
  EXPECT_EQ(shown(made, "exit_code"), "137");
}

} // namespace spin::test
