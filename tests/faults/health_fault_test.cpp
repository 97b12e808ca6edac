#include <csignal>

#include "tests/faults/fault_test.hpp"
#include "tests/support/eventually.hpp"

using namespace std::chrono_literals;

namespace spin::test {

/// Health turns with what it is about, within five seconds and with nobody
/// writing or asking for anything.
class HealthFaults : public FaultTest {
protected:
  void SetUp() override {
    use_redis();
    start();
    expect_ready(200, "engine", true, "at first");
  }

  /// Waits until /readyz answers `status` and shows `part` so.
  void expect_ready(int status, const char* part, bool ok, const char* when) {
    const auto since = std::chrono::steady_clock::now();
    const auto turned = eventually([&] {
      const auto answer = server->get("/readyz");
      return answer.status == status
             && answer.json()["parts"][part]["ok"].GetBool() == ok;
    });
    EXPECT_TRUE(turned) << when;
    EXPECT_LT(std::chrono::steady_clock::now() - since, 5s) << when;
  }

  void expect_turns(const char* part, const std::function<void()>& fault,
                    const std::function<void()>& cure) {
    fault();
    expect_ready(503, part, false, "after the fault");
    EXPECT_EQ(server->get("/healthz").status, 200) << "we live";
    cure();
    expect_ready(200, part, true, "after the cure");
  }
};

TEST_F(HealthFaults, RedisKilled) {
  expect_turns("store", [this] { redis->crash(); },
               [this] { redis->start(); });
}

TEST_F(HealthFaults, RedisFrozen) {
  expect_turns("store", [this] { redis->freeze(); },
               [this] { redis->thaw(); });
}

TEST_F(HealthFaults, RedisThatTakesNoWrites) {
  expect_turns("store",
               [this] { redis->ask({"replicaof", "127.0.0.1", "1"}); },
               [this] { redis->ask({"replicaof", "no", "one"}); });
}

TEST_F(HealthFaults, EngineFrozen) {
  expect_turns("engine", [this] { engine->signal(SIGSTOP); },
               [this] { engine->signal(SIGCONT); });
}

// Nothing is asked of it: the stream ends, and the ping is refused.
TEST_F(HealthFaults, EngineKilledWithItsEventStream) {
  engine->signal(SIGKILL);
  expect_ready(503, "events", false, "after the fault");
  expect_ready(503, "engine", false, "after the fault");
  engine->revive();
  expect_ready(200, "events", true, "after the cure");
  expect_ready(200, "engine", true, "after the cure");
}

} // namespace spin::test
