#include "tests/service/service_test.hpp"

using namespace std::chrono_literals;

namespace spin::test {

class CreateService : public ServiceTest {
  void SetUp() override { start(); }
};

TEST_F(CreateService, AnswersTheEightFieldsOfTheManualAsStrings) {
  const auto answer =
      server->post("/v1/containers", "image=spin-docker/hello-ssh");
  ASSERT_EQ(answer.status, 201) << answer.body;
  const auto json = answer.json();
  for (const auto* name : {"container_id", "name", "image", "status", "active",
                           "ssh_port", "app_port", "uri"}) {
    ASSERT_TRUE(json.HasMember(name)) << name;
    EXPECT_TRUE(json[name].IsString()) << name;
  }
  const auto id = answer.field("container_id");
  EXPECT_EQ(answer.field("uri"), "/v1/containers/" + id);
  EXPECT_EQ(answer.field("image"), "spin-docker/hello-ssh");
  EXPECT_EQ(answer.field("status"), "running");
  EXPECT_EQ(answer.field("active"), "0");
  // The one client that is known strips the slash.
  EXPECT_EQ(answer.field("name"), inspect(id, "{{.Name}}"));
}

TEST_F(CreateService, HandsOutAPortAtWhichTheAppReallyAnswers) {
  EXPECT_TRUE(page_answers(create().app_port));
}

// S23: the lowest TCP port other than 22, never the order of some map.
TEST_F(CreateService, TakesTheLowestTcpPortThatIsNotSshAsAppPort) {
  const auto made = create("spin-docker/hello-ssh");
  const auto published = [&](const std::string& port) {
    return inspect(made.id, "{{(index (index .NetworkSettings.Ports \"" + port
                                + "/tcp\") 0).HostPort}}");
  };
  EXPECT_EQ(made.app_port, published("80"));
  EXPECT_EQ(shown(made, "ssh_port"), published("22"));
}

TEST_F(CreateService, ShowsTheContainerInListAndByIdAndByPrefix) {
  const auto made = create();
  EXPECT_EQ(listed(), std::set{made.id});
  EXPECT_EQ(server->get(made.uri).field("container_id"), made.id);
  EXPECT_EQ(server->get("/v1/containers/" + made.id.substr(0, 12))
                .field("container_id"),
            made.id);
  EXPECT_EQ(server->get("/v1/containers/" + made.id.substr(0, 11)).status, 404);
}

TEST_F(CreateService, TakesJsonAsWellAsForms) {
  const auto answer =
      server->call("POST", "/v1/containers", R"({"image":"spin-docker/hello"})",
                   {"Content-Type: application/json"});
  EXPECT_EQ(answer.status, 201) << answer.body;
}

// S21: made it was, hence a 201; how it ended is there to be read.
TEST_F(CreateService, ShowsHowAContainerEndedThatEndsAtOnce) {
  const auto made = create("spin-docker/hello-exit");
  ASSERT_TRUE(becomes(made, "stopped"));
  EXPECT_EQ(shown(made, "exit_code"), "3");
  EXPECT_EQ(shown(made, "stop_reason"), "died");
  EXPECT_EQ(shown(made, "app_port"), "");
}

TEST_F(CreateService, ListsTheImagesOfTheEngineAsAFlatListOfStrings) {
  const auto answer = server->get("/v1/images");
  ASSERT_EQ(answer.status, 200);
  std::set<std::string> names;
  const auto list = answer.json();
  for (const auto& each : list.GetArray())
    names.insert(each.GetString());
  EXPECT_TRUE(names.contains("spin-docker/hello:latest")) << answer.body;
  EXPECT_FALSE(names.contains("<none>:<none>"));
}

TEST_F(CreateService, DeletesFromTheListAtOnceAndFromTheEngineSoon) {
  const auto made = create("spin-docker/hello-stubborn");
  const auto answer = server->remove(made.uri);
  EXPECT_EQ(answer.status, 204);
  EXPECT_EQ(answer.body, "");
  EXPECT_TRUE(listed().empty());
  EXPECT_EQ(server->get(made.uri).status, 404);
  EXPECT_TRUE(eventually([&] { return on_engine().empty(); }));
}

// S20: one container's slow stop holds up nobody else.
TEST_F(CreateService, AnswersOthersWhileManyContainersStop) {
  std::vector<container> stubborn;
  for (int i = 0; i < 4; ++i)
    stubborn.push_back(create("spin-docker/hello-stubborn"));
  for (const auto& each : stubborn)
    ASSERT_EQ(server->patch(each.uri, "status=stopped").status, 200);
  const auto before = std::chrono::steady_clock::now();
  EXPECT_EQ(listed().size(), 4u);
  EXPECT_LT(std::chrono::steady_clock::now() - before, 1s);
  for (const auto& each : stubborn)
    EXPECT_TRUE(becomes(each, "stopped"));
}

} // namespace spin::test
