#include "tests/service/service_test.hpp"

namespace spin::test {

/// Things done to containers behind our back, then an audit.
class AuditService : public ServiceTest {
  void SetUp() override {
    settings["sd_audit_interval"] = "3600"; // only the audits we ask for
    start();
  }

protected:
  response audit() { return server->get("/v1/containers?audit=true"); }
};

TEST_F(AuditService, DropsWhatWasRemoved) {
  const auto removed = create();
  const auto kept = create();
  ASSERT_EQ(docker({"rm", "-f", removed.id}).exit_code, 0);
  const auto answer = audit();
  ASSERT_EQ(answer.status, 200);
  EXPECT_EQ(answer.json().Size(), 1u);
  EXPECT_EQ(listed(), std::set{kept.id});
  EXPECT_EQ(server->get(removed.uri).status, 404);
}

TEST_F(AuditService, SeesWhatWasStoppedAndWhatWasStarted) {
  const auto stopped = create();
  const auto started = create();
  ASSERT_EQ(server->patch(started.uri, "status=stopped").status, 200);
  ASSERT_TRUE(becomes(started, "stopped"));
  ASSERT_EQ(docker({"stop", stopped.id}).exit_code, 0);
  ASSERT_EQ(docker({"start", started.id}).exit_code, 0);
  ASSERT_EQ(audit().status, 200);
  EXPECT_EQ(shown(stopped, "status"), "stopped");
  EXPECT_EQ(shown(stopped, "app_port"), "");
  EXPECT_EQ(shown(started, "status"), "running");
  EXPECT_TRUE(page_answers(shown(started, "app_port")));
}

TEST_F(AuditService, SeesTheNewPortsOfWhatWasRestarted) {
  const auto made = create();
  ASSERT_EQ(docker({"restart", made.id}).exit_code, 0);
  ASSERT_EQ(audit().status, 200);
  EXPECT_TRUE(page_answers(shown(made, "app_port")));
}

// S18: one container that is gone must not end the audit of the others.
TEST_F(AuditService, ChecksEveryContainerAlsoAfterOneThatIsGone) {
  const auto first = create();
  const auto second = create();
  const auto third = create();
  ASSERT_EQ(docker({"rm", "-f", first.id, third.id}).exit_code, 0);
  ASSERT_EQ(docker({"kill", second.id}).exit_code, 0);
  ASSERT_EQ(audit().status, 200);
  EXPECT_EQ(listed(), std::set{second.id});
  EXPECT_EQ(shown(second, "status"), "stopped");
}

// S10: an audit changes nothing of what containers said about themselves.
TEST_F(AuditService, KeepsTheActivityOfRunningContainers) {
  const auto made = create();
  ASSERT_EQ(exec(made, {"wget", "-q", "-O", "-", "--post-data", "active=4",
                        check_in_url()})
                .exit_code,
            0);
  ASSERT_EQ(audit().status, 200);
  EXPECT_EQ(shown(made, "active"), "4");
}

// S17: deleting what somebody removed by hand works like any deletion.
TEST_F(AuditService, DeletesWhatIsGoneAlready) {
  const auto made = create();
  ASSERT_EQ(docker({"rm", "-f", made.id}).exit_code, 0);
  const auto status = server->remove(made.uri).status;
  EXPECT_TRUE(status == 204 || status == 404) << status;
  EXPECT_TRUE(listed().empty());
}

// S29: the manual's own call sends the word in the body of a GET.
TEST_F(AuditService, TakesTheWordFromTheBodyOfAGetToo) {
  const auto made = create();
  ASSERT_EQ(docker({"rm", "-f", made.id}).exit_code, 0);
  EXPECT_EQ(server->call("GET", "/v1/containers", "audit=true").body, "[]");
}

TEST_F(AuditService, FindsByItselfWhatChangedWithinTheInterval) {
  settings["sd_audit_interval"] = "1";
  restart();
  const auto made = create();
  ASSERT_EQ(docker({"rm", "-f", made.id}).exit_code, 0);
  EXPECT_TRUE(eventually([&] { return listed().empty(); }));
}

} // namespace spin::test
