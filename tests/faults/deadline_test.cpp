#include <algorithm>
#include <csignal>
#include <sstream>

#include "tests/faults/fault_test.hpp"

using namespace std::chrono_literals;

namespace spin::test {

/// An idle container is stopped at the moment that GET showed: not before, and
/// at most a second later. The image ends at once on SIGTERM, and what counts
/// is when the engine sent it.
class DeadlineFaults : public FaultTest {
protected:
  /// Clocks are read to the millisecond and rounded down.
  static constexpr auto rounding = 2ms;
  static constexpr auto most = 1s;

  void SetUp() override { start(); }

  /// Creates some; few, so that the first still runs when the last is made.
  std::vector<container> create_some(std::size_t count = 2) {
    std::vector<container> made;
    while (made.size() < count) {
      made.push_back(create());
      note_shown(made);
    }
    return made;
  }

  /// Notes the `stops_at` of those that run; returns how many have stopped.
  std::size_t note_shown(const std::vector<container>& of) {
    std::size_t stopped = 0;
    for (const auto& each : of) {
      const auto answer = server->get(each.uri);
      const auto status = answer.field("status");
      const auto at = moment_of(answer.field("stops_at"));
      if (status == "running" && at)
        last_shown[each.id] = *at;
      stopped += status == "stopped";
    }
    return stopped;
  }

  /// Returns when the engine sent the first SIGTERM to each container.
  std::map<std::string, moment> asked() const {
    const auto seconds = [](moment at) {
      const auto count = std::to_string(at.time_since_epoch().count());
      return count.substr(0, count.size() - 9) + "."
             + count.substr(count.size() - 9);
    };
    std::istringstream lines{
        docker({"events", "--since", seconds(began), "--until", seconds(now()),
                "--filter", "event=kill", "--format",
                "{{.TimeNano}} {{.Actor.ID}}"})
            .output};
    std::map<std::string, moment> result;
    std::int64_t at = 0;
    for (std::string id; lines >> at >> id;)
      result.emplace(id, std::chrono::nanoseconds{at});
    return result;
  }

  /// Compares what was shown with what the engine did, nothing of it before
  /// `possible_from`. Prints the worst error.
  void stop_in_time(const std::string& how, const std::vector<container>& of,
                    moment possible_from = {}) {
    EXPECT_TRUE(eventually([&] { return note_shown(of) == of.size(); }, 30s));
    const auto when = asked();
    std::chrono::nanoseconds worst{0};
    for (const auto& each : of) {
      ASSERT_TRUE(last_shown.contains(each.id)) << "no stops_at was shown";
      ASSERT_TRUE(when.contains(each.id)) << "the engine was never asked";
      EXPECT_EQ(shown(each, "stop_reason"), "idle");
      const auto error =
          when.at(each.id) - std::max(last_shown.at(each.id), possible_from);
      EXPECT_GE(error, -rounding) << "stopped too early";
      EXPECT_LE(error, most) << "stopped too late";
      violations += error < -rounding || error > most;
      worst = std::max(worst, std::chrono::abs(error));
    }
    print_row("deadline " + how, static_cast<int>(of.size()), violations,
              worst);
  }

  void wait_until(moment when) {
    ASSERT_TRUE(eventually([=] { return now() > when; }, 30s));
  }

  /// A run that is not stored yet would begin anew after a kill.
  void wait_until_all_is_stored() {
    ASSERT_TRUE(eventually([this] {
      return server->get("/metrics").body.find(
                 "\nspin_docker_store_unsaved_records 0\n")
             != std::string::npos;
    }));
  }

  /// What the engine did before this does not count.
  moment began = now();
  std::map<std::string, moment> last_shown;
};

TEST_F(DeadlineFaults, AreMetWhileNothingHappens) {
  stop_in_time("in peace", create_some(4));
}

TEST_F(DeadlineFaults, AreMetOverAKillOfTheServer) {
  const auto made = create_some();
  const auto before = shown_moment(made[0].id, "stops_at");
  crash_and_start();
  const auto after = shown_moment(made[0].id, "stops_at");
  ASSERT_TRUE(before && after);
  EXPECT_LE(std::chrono::abs(*after - *before), rounding);
  stop_in_time("over a kill of the server", made);
}

TEST_F(DeadlineFaults, ThatPassedWhileTheServerWasAwayGetOneMoreTimeout) {
  const auto made = create_some();
  wait_until_all_is_stored();
  server->crash();
  server.reset();
  wait_until(last_shown.at(made.back().id));
  const auto started = now();
  start();
  for (const auto& each : made) {
    const auto next = shown_moment(each.id, "stops_at");
    ASSERT_TRUE(next) << "stopped without another look";
    EXPECT_GE(*next, started + timeout);
    EXPECT_LE(*next, now() + timeout);
  }
  stop_in_time("that passed while away", made);
}

TEST_F(DeadlineFaults, AreMetAfterARestartOfTheEngine) {
  const auto made = create_some();
  engine->signal(SIGKILL);
  engine->revive();
  for (const auto& each : made)
    ASSERT_TRUE(becomes(each, "stopped"));
  began = now(); // the engine itself killed what it found running
  for (const auto& each : made)
    EXPECT_EQ(server->patch(each.uri, "status=running").status, 200);
  stop_in_time("after a restart of the engine", made);
}

TEST_F(DeadlineFaults, ThatPassWhileTheEngineHangsAreMetWhenItGoesOn) {
  const auto made = create_some();
  wait_until(last_shown.at(made.front().id) - 1s);
  engine->signal(SIGSTOP);
  wait_until(last_shown.at(made.back().id) + 1s);
  const auto thawed = now();
  engine->signal(SIGCONT);
  stop_in_time("over a frozen engine", made, thawed);
}

} // namespace spin::test
