#include <csignal>
#include <filesystem>
#include <fstream>

#include "tests/faults/fault_test.hpp"

using namespace std::chrono_literals;

namespace spin::test {

/// kill -9 of the server at random moments, under traffic and while it starts.
/// The same containers live through all of them.
class KillFaults : public FaultTest,
                   public ::testing::WithParamInterface<const char*> {
protected:
  void SetUp() override {
    if (GetParam() == std::string{"Redis"})
      use_redis();
    start();
  }

  /// A report is stored after it is answered; but sooner than this, if it
  /// changes what a look finds.
  static constexpr auto save_time = 1s;

  /// Kills the server under its clients.
  void kill_under_traffic(std::chrono::milliseconds after) {
    traffic clients{*server, containers, told, seed * 1000 + rounds_worked++};
    let_pass(after);
    const auto killed_at = now();
    server->crash();
    clients.end();
    for (const auto& [status, count] : clients.answers())
      answers += status == 0 ? 0 : count;
    told.forget_reports_after(killed_at - save_time);
    server.reset();
  }

  /// Counts the promises that are about to be judged.
  void count_promises() {
    for (const auto& [id, of] : told.accounts())
      promises += of.told != fate::unknown && of.told != fate::removed;
  }

  /// Starts a server that is killed so soon that it may not have come up.
  void kill_while_it_starts(std::chrono::milliseconds after) {
    const auto script = folder.path() / "short-lived";
    std::ofstream{script} << "#!/bin/sh\nexec timeout -s KILL "
                          << static_cast<double>(after.count()) / 1000 << ' '
                          << SPIN_SERVER_BINARY << " \"$@\"\n";
    std::filesystem::permissions(script, std::filesystem::perms::owner_all);
    try {
      spin_server brief{{script, settings, folder.path()}};
      EXPECT_EQ(brief.child().wait(10s), 128 + SIGKILL);
    } catch (const std::runtime_error&) {
      // It was killed before it answered: so much the better.
    }
  }

  int answers = 0;
  int promises = 0;
};

TEST_P(KillFaults, LoseNothingAcknowledgedAndLeaveNoOrphanOrGhost) {
  std::mt19937 dice{seed};
  const auto up_to = [&](int most) {
    return std::chrono::milliseconds{dice() % static_cast<unsigned>(most)};
  };
  int kills = 0;
  warm_up();
  for (; kills < kills_wanted() && violations < 20; ++kills) {
    kill_under_traffic(50ms + up_to(1950));
    if (kills % 4 == 3 && kills + 1 < kills_wanted()) {
      kill_while_it_starts(10ms + up_to(500));
      ++kills;
    }
    start();
    count_promises();
    judge();
  }
  // A run without traffic, or all of it muddled, would prove nothing.
  std::cout << answers << " answers, " << promises << " promises judged\n";
  EXPECT_GT(answers, kills);
  EXPECT_GT(promises, kills);
  // Whoever is held or busy outlives several more looks, all others end.
  let_pass(initial_timeout + 2 * timeout);
  judge();
  print_row(std::string{"kill -9 of the server, "} + GetParam(), kills,
            violations);
}

INSTANTIATE_TEST_SUITE_P(Stores, KillFaults,
                         ::testing::Values("SQLite", "Redis"),
                         [](const auto& store) {
                           return std::string{store.param};
                         });

} // namespace spin::test
