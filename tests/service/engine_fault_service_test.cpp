#include <csignal>

#include "tests/service/service_test.hpp"

using namespace std::chrono_literals;

namespace spin::test {

/// Faults of the engine, done to one of its own.
class EngineFaultService : public ServiceTest {
protected:
  void SetUp() override {
    use_own_engine();
    settings["sd_audit_interval"] = "1";
    start();
  }
};

TEST_F(EngineFaultService, GoesOnWithoutTheEngineAndCatchesUpWhenItIsBack) {
  const auto made = create();
  engine->signal(SIGKILL);
  // Reading needs no engine; what needs it is refused with 503, in time.
  EXPECT_TRUE(eventually([&] {
    return server->post("/v1/containers", "image=spin-docker/hello").status
           == 503;
  }));
  EXPECT_EQ(listed(), std::set{made.id});
  engine->revive();
  // An engine that was killed kills its containers when it comes back.
  EXPECT_TRUE(becomes(made, "stopped"));
  const auto answer = server->patch(made.uri, "status=running");
  EXPECT_EQ(answer.field("status"), "running") << answer.body;
  EXPECT_TRUE(agree());
}

// S18: only the engine's own word proves that a container is gone.
TEST_F(EngineFaultService, ForgetsNothingWhileTheEngineIsAway) {
  const auto made = create();
  engine->signal(SIGKILL);
  for (int i = 0; i < 3; ++i)
    server->get("/v1/containers?audit=true");
  EXPECT_EQ(listed(), std::set{made.id});
  restart(); // with the engine still away
  EXPECT_EQ(listed(), std::set{made.id});
  engine->revive();
  EXPECT_TRUE(becomes(made, "stopped"));
}

TEST_F(EngineFaultService, AnswersReadsWhileTheEngineHangs) {
  const auto made = create();
  engine->signal(SIGSTOP);
  const auto before = std::chrono::steady_clock::now();
  EXPECT_EQ(listed(), std::set{made.id});
  EXPECT_LT(std::chrono::steady_clock::now() - before, 1s);
  engine->signal(SIGCONT);
  EXPECT_EQ(server->get("/v1/images").status, 200);
}

// S11: a stop that fails is tried again until it works.
TEST_F(EngineFaultService, FinishesAStopThatTheEngineDidNotSurvive) {
  const auto made = create("spin-docker/hello-stubborn");
  ASSERT_EQ(server->patch(made.uri, "status=stopped").status, 200);
  engine->signal(SIGKILL);
  engine->revive();
  EXPECT_TRUE(becomes(made, "stopped", 40s));
  EXPECT_EQ(inspect(made.id, "{{.State.Running}}"), "false");
}

} // namespace spin::test
