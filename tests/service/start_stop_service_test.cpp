#include "tests/service/service_test.hpp"

using namespace std::chrono_literals;

namespace spin::test {

class StartStopService : public ServiceTest {
  void SetUp() override { start(); }
};

TEST_F(StartStopService, AnswersStoppingAtOnceAndEmptiesThePortsWhenStopped) {
  const auto made = create("spin-docker/hello-stubborn");
  const auto before = std::chrono::steady_clock::now();
  const auto answer = server->patch(made.uri, "status=stopped");
  EXPECT_LT(std::chrono::steady_clock::now() - before, 1500ms);
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(answer.field("status"), "stopping");
  ASSERT_TRUE(becomes(made, "stopped"));
  EXPECT_EQ(shown(made, "app_port"), "");
  EXPECT_EQ(shown(made, "ssh_port"), "");
  EXPECT_EQ(inspect(made.id, "{{.State.Running}}"), "false");
}

TEST_F(StartStopService, GivesPortsThatAnswerWhenStartedAgain) {
  const auto made = create();
  ASSERT_EQ(server->patch(made.uri, "status=stopped").status, 200);
  ASSERT_TRUE(becomes(made, "stopped"));
  const auto answer = server->patch(made.uri, "status=running");
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(answer.field("status"), "running");
  EXPECT_EQ(answer.field("container_id"), made.id);
  EXPECT_TRUE(page_answers(answer.field("app_port")));
}

// S24: a start that meets a stop under way wins, because it came later.
TEST_F(StartStopService, EndsRunningWhenStartedWhileStopping) {
  const auto made = create("spin-docker/hello-stubborn");
  ASSERT_EQ(server->patch(made.uri, "status=stopped").field("status"),
            "stopping");
  const auto answer = server->patch(made.uri, "status=running");
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(answer.field("status"), "running");
  EXPECT_EQ(inspect(made.id, "{{.State.Running}}"), "true");
}

// S14: `stopping` is never written over `stopped`.
TEST_F(StartStopService, EndsStoppedAfterManyStopsInARow) {
  const auto made = create();
  for (int i = 0; i < 10; ++i)
    EXPECT_EQ(server->patch(made.uri, "status=stopped").status, 200);
  ASSERT_TRUE(becomes(made, "stopped"));
  EXPECT_EQ(server->patch(made.uri, "status=stopped").field("status"),
            "stopped");
}

TEST_F(StartStopService, ChangesNothingWhenARunningOneIsStarted) {
  const auto made = create();
  const auto answer = server->patch(made.uri, "status=running");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.field("app_port"), made.app_port);
}

// S24: delete while it stops is no error and nothing comes back.
TEST_F(StartStopService, DeletesAContainerThatIsStopping) {
  const auto made = create("spin-docker/hello-stubborn");
  ASSERT_EQ(server->patch(made.uri, "status=stopped").status, 200);
  EXPECT_EQ(server->remove(made.uri).status, 204);
  EXPECT_TRUE(listed().empty());
  EXPECT_TRUE(eventually([&] { return on_engine().empty(); }));
}

TEST_F(StartStopService, ShowsAContainerThatEndedAsStoppedAfterAnAudit) {
  const auto made = create();
  ASSERT_EQ(docker({"kill", made.id}).exit_code, 0);
  EXPECT_TRUE(eventually([&] {
    server->get("/v1/containers?audit=true");
    return shown(made, "status") == "stopped";
  }));
  EXPECT_EQ(shown(made, "stop_reason"), "died");
}

} // namespace spin::test
