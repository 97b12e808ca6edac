#include <csignal>

#include "tests/faults/fault_test.hpp"

using namespace std::chrono_literals;

namespace spin::test {

/// kill -9 and SIGSTOP of the engine under traffic.
class EngineFaults : public FaultTest,
                     public ::testing::WithParamInterface<const char*> {
protected:
  void SetUp() override {
    if (GetParam() == std::string{"Redis"})
      use_redis();
    start();
  }

  /// Clients that work over a fault and the time after it.
  void work_over(const std::function<void()>& fault) {
    warm_up();
    traffic clients{*server, containers, told, seed * 1000 + rounds_worked++};
    let_pass(500ms);
    fault();
    let_pass(1s);
    clients.end();
    answered_clearly(clients);
    judge();
  }

  void row(const std::string& what) {
    print_row(what + ", " + GetParam(), 1, violations);
  }
};

TEST_P(EngineFaults, KeepItsPromisesOverAKilledEngine) {
  work_over([this] {
    engine->signal(SIGKILL);
    refuses_clearly();
    engine->revive();
    told.forget_runs(); // its containers died with it
  });
  row("kill -9 of the engine");
}

TEST_P(EngineFaults, KeepItsPromisesOverAFrozenEngine) {
  work_over([this] {
    engine->signal(SIGSTOP);
    const auto since = std::chrono::steady_clock::now();
    while (std::chrono::steady_clock::now() - since < 2s) {
      const auto before = std::chrono::steady_clock::now();
      EXPECT_EQ(server->get("/v1/containers").status, 200);
      EXPECT_LT(std::chrono::steady_clock::now() - before, 1s);
      let_pass(100ms);
    }
    // A listing of images is given up after 5 s.
    EXPECT_THAT(server->get("/v1/images").status, ::testing::AnyOf(503, 504));
    engine->signal(SIGCONT);
  });
  row("SIGSTOP of the engine");
}

INSTANTIATE_TEST_SUITE_P(Stores, EngineFaults,
                         ::testing::Values("SQLite", "Redis"),
                         [](const auto& store) {
                           return std::string{store.param};
                         });

} // namespace spin::test
