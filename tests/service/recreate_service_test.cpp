#include "tests/service/service_test.hpp"

using namespace std::chrono_literals;

// Containers that are removed behind the server's back, for real.

namespace spin::test {

class RecreateService : public ServiceTest {
protected:
  void SetUp() override {
    volume = instance + ".kept";
    settings["sd_policy_volumes"] = instance + ".*";
    start();
  }

  void TearDown() override {
    for (const auto& id : on_engine())
      server->remove("/v1/containers/" + id);
    EXPECT_TRUE(eventually([&] { return on_engine().empty(); }, 30s));
    ServiceTest::TearDown();
    docker({"volume", "rm", volume});
  }

  container made(const std::string& options) const {
    const auto answer = server->call(
        "POST", "/v1/containers",
        R"({"image":"spin-docker/hello",)" + options + "}", {as_json});
    EXPECT_EQ(answer.status, 201) << answer.body;
    return container{answer};
  }

  std::string rich() const {
    return R"("name":")" + instance
           + R"(-web","memory":"64m","timeout":"20m",)"
             R"("env":{"DB_PASSWORD":"hunter2","LANG":"C"},)"
             R"("labels":{"course":"sql"},"volumes":[")"
           + volume + R"(:/data"])";
  }

  void lose(const container& which) const {
    docker({"rm", "-f", which.id});
    EXPECT_TRUE(
        eventually([&] { return server->get(which.uri).status == 404; }, 20s));
  }

  response again(const container& which) const {
    return server->post(which.uri + "/recreate", "");
  }

  static std::string options_of(const response& from) {
    const auto json = from.json();
    const auto& all = json["options"];
    return std::string{all["env"]["DB_PASSWORD"].GetString()} + ' '
           + all["env"]["LANG"].GetString() + ' '
           + std::to_string(all["memory"].GetInt64()) + ' '
           + std::to_string(all["labels"].MemberCount());
  }

  std::string volume;
};

TEST_F(RecreateService, WhatWasRemovedByHandIsMadeAgainAsItWas) {
  const auto one = made(rich());
  exec(one, {"sh", "-c", "echo precious >/data/file"});
  EXPECT_EQ(again(one).status, 409) << "it is there";
  lose(one);
  crash_and_start();
  const auto gone = server->get(one.uri);
  EXPECT_EQ(gone.status, 404);
  EXPECT_NE(gone.body.find("was removed outside of spin-docker at"),
            std::string::npos)
      << gone.body;
  EXPECT_NE(gone.body.find(one.uri + "/recreate"), std::string::npos);
  EXPECT_TRUE(listed().empty()) << "no ghost";
  const auto answer = again(one);
  ASSERT_EQ(answer.status, 201) << answer.body;
  const container two{answer};
  EXPECT_NE(two.id, one.id);
  EXPECT_EQ(answer.field("name"), "/" + instance + "-web");
  EXPECT_EQ(options_of(server->get(two.uri)), "*** C 67108864 1");
  EXPECT_EQ(inspect(two.id, "{{.HostConfig.Memory}}"), "67108864");
  EXPECT_EQ(field_of(answer.json()["policy"], "timeout"), "1200");
  EXPECT_EQ(exec(two, {"sh", "-c", "echo $DB_PASSWORD; cat /data/file"}).output,
            "hunter2\nprecious\n");
  EXPECT_TRUE(page_answers(two.app_port));
  EXPECT_EQ(again(one).status, 404) << "once is enough";
  EXPECT_EQ(server->remove(two.uri).status, 204);
  EXPECT_EQ(again(two).status, 404) << "a client removed it";
}

TEST_F(RecreateService, WhatWasRemovedWhileTheServerWasAwayToo) {
  use_redis();
  restart();
  const auto one = made(rich());
  restart(); // what is saved soon is saved by now
  server->crash();
  docker({"rm", "-f", one.id});
  server.reset();
  start();
  EXPECT_TRUE(eventually([&] { return server->get(one.uri).status == 404; }));
  crash_and_start();
  EXPECT_EQ(again(one).status, 201);
}

TEST_F(RecreateService, WhatIsForgottenIsNotMadeAgain) {
  const auto one = made(rich());
  lose(one);
  EXPECT_EQ(server->remove(one.uri).status, 204);
  EXPECT_EQ(server->remove(one.uri).status, 404);
  crash_and_start();
  EXPECT_EQ(again(one).status, 404);
}

TEST_F(RecreateService, ANameThatIsTakenMeanwhileIsAConflict) {
  const auto one = made(rich());
  lose(one);
  const auto other = made(rich());
  const auto answer = again(one);
  EXPECT_EQ(answer.status, 409) << answer.body;
  EXPECT_EQ(server->remove(other.uri).status, 204);
  EXPECT_TRUE(eventually([&] { return again(one).status == 201; }));
}

TEST_F(RecreateService, WithAnEmptyStoreTheOptionsAreShownWithoutSecrets) {
  const auto one = made(rich());
  server->crash();
  server.reset();
  settings["sd_store"] = "sqlite:" + (folder.path() / "new.db").string();
  start();
  ASSERT_TRUE(eventually([&] { return server->get(one.uri).status == 200; }));
  EXPECT_EQ(options_of(server->get(one.uri)), "*** C 67108864 1");
  EXPECT_EQ(inspect(one.id, R"({{index .Config.Labels "spin-docker.options"}})")
                .find("hunter2"),
            std::string::npos);
  lose(one);
  const auto answer = again(one);
  EXPECT_EQ(answer.status, 409) << answer.body;
  EXPECT_NE(answer.body.find("its secrets"), std::string::npos) << answer.body;
}

} // namespace spin::test
