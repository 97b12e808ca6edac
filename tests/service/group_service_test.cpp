#include "tests/service/service_test.hpp"

using namespace std::chrono_literals;

// Containers that belong together, on the real engine.

namespace spin::test {

class GroupService : public ServiceTest {
protected:
  GroupService() { start(); }

  response ask_for(const std::string& name, const std::string& options) const {
    return server->call("POST", "/v1/containers",
                        R"({"image":"spin-docker/hello","name":")"
                            + named(name) + "\"," + options + "}",
                        {"Content-Type: application/json"});
  }

  /// The engine may have other tests' containers.
  std::string named(const std::string& name) const {
    return instance.substr(instance.find('.') + 1) + '-' + name;
  }

  container made(const std::string& name, const std::string& options) const {
    const auto answer = ask_for(name, options);
    EXPECT_EQ(answer.status, 201) << answer.body;
    return container{answer};
  }

  response patch(const container& which, const std::string& body) const {
    return server->call("PATCH", which.uri, body);
  }

  std::string started_at(const container& which) const {
    return docker({"inspect", "-f", "{{.State.StartedAt}}", which.id}).output;
  }

  std::string ended_at(const container& which) const {
    return docker({"inspect", "-f", "{{.State.FinishedAt}}", which.id}).output;
  }
};

TEST_F(GroupService, IsStartedAndStoppedInOrderForOneWish) {
  const auto db = made("db", R"("group":"shop")");
  const auto web = made("web", R"("group":"shop","depends_on":[")"
                                   + named("db") + R"("])");
  EXPECT_EQ(patch(db, "status=stopped").status, 200);
  EXPECT_TRUE(becomes(db, "stopped"));
  EXPECT_EQ(shown(web, "status"), "stopped");
  EXPECT_LE(ended_at(web), ended_at(db));
  const auto running = patch(web, "status=running");
  EXPECT_EQ(running.status, 200) << running.body;
  EXPECT_EQ(running.field("container_id"), web.id);
  EXPECT_EQ(shown(db, "status"), "running");
  EXPECT_EQ(shown(db, "ready"), "true");
  EXPECT_LT(started_at(db), started_at(web));
}

TEST_F(GroupService, ACreateStartsWhatItDependsOn) {
  const auto db = made("db", R"("labels":{})");
  EXPECT_EQ(patch(db, "status=stopped").status, 200);
  EXPECT_TRUE(becomes(db, "stopped"));
  const auto web = made("web", R"("depends_on":[")" + named("db") + R"("])");
  EXPECT_EQ(shown(db, "status"), "running");
  EXPECT_LT(started_at(db), started_at(web));
  // What is stopped for one is not for the other: they are no group.
  EXPECT_EQ(patch(db, "status=stopped").status, 200);
  EXPECT_EQ(shown(web, "status"), "running");
}

TEST_F(GroupService, WhatIsMissingIsNamed) {
  const auto refused = ask_for("web", R"("depends_on":["nobody"])");
  EXPECT_EQ(refused.status, 409);
  EXPECT_NE(refused.body.find("there is no container nobody"),
            std::string::npos)
      << refused.body;
  EXPECT_TRUE(listed().empty());
}

TEST_F(GroupService, WhatHasCompletedIsNotRunAgain) {
  const auto setup = made(
      "setup", R"("entrypoint":["/bin/sh","-c"],"command":["exit 0"])");
  EXPECT_TRUE(becomes(setup, "stopped"));
  const auto began = started_at(setup);
  made("web", R"("depends_on":[")" + named("setup") + R"("])");
  EXPECT_EQ(started_at(setup), began);
}

TEST_F(GroupService, IdlesAsOneAndSaysWhy) {
  settings["sd_initial_timeout_interval"] = "2";
  settings["sd_timeout_interval"] = "2";
  restart();
  const auto db = made("db", R"("group":"shop")");
  const auto web = made("web", R"("group":"shop")");
  server->call("POST", web.uri + "/keep-alive", "for=3600");
  EXPECT_TRUE(eventually(
      [&] {
        return server->get(db.uri + "/idle").field("rule") == "group";
      },
      10s));
  const auto why = server->get(db.uri + "/idle");
  EXPECT_NE(why.body.find("others of its group shop"), std::string::npos)
      << why.body;
  EXPECT_TRUE(eventually( // its own clock has run out
      [&] {
        return server->get(db.uri + "/idle").field("next_look_at") == "null";
      },
      20s));
  EXPECT_EQ(shown(db, "status"), "running");
  EXPECT_EQ(shown(db, "stops_at"), shown(web, "stops_at"));
  server->call("POST", web.uri + "/keep-alive", "for=0");
  EXPECT_TRUE(becomes(db, "stopped"));
  EXPECT_TRUE(becomes(web, "stopped"));
  EXPECT_EQ(shown(db, "stop_reason"), "idle");
}

} // namespace spin::test
