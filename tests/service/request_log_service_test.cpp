#include <sstream>

#include <gmock/gmock.h>

#include "tests/service/service_test.hpp"

using namespace std::chrono_literals;
using testing::HasSubstr;

namespace spin::test {

/// One id tells the whole story of a request, down to the engine.
class RequestLogService : public ServiceTest {
protected:
  void SetUp() override {
    settings["sd_log_level"] = "debug";
    settings["sd_initial_timeout_interval"] = "2";
    settings["sd_timeout_interval"] = "1";
    start();
  }

  std::vector<std::string> lines_with(const std::string& what) const {
    std::istringstream in{server_log(folder.path())};
    std::vector<std::string> result;
    for (std::string one; std::getline(in, one);)
      if (one.find(what) != std::string::npos)
        result.push_back(one);
    return result;
  }
};

TEST_F(RequestLogService, TheIdOfTheAnswerFindsAllThatTheRequestCaused) {
  const auto answer =
      server->post("/v1/containers", "image=spin-docker/hello");
  ASSERT_EQ(answer.status, 201) << answer.body;
  const auto lines =
      lines_with(" request=" + answer.headers.at("x-request-id"));
  for (const auto* part :
       {"call=image", "call=create", "call=start", "container running",
        "route=/v1/containers path=/v1/containers status=201"})
    EXPECT_THAT(lines, testing::Contains(HasSubstr(part))) << part;
}

TEST_F(RequestLogService, TheStopOfAnIdleOneIsExplainedBeforeAndAfterIt) {
  const auto made = create();
  const auto told = server->get(made.uri + "/idle");
  EXPECT_EQ(told.field("stops_at"), shown(made, "stops_at"));
  EXPECT_THAT(told.field("sentence"), HasSubstr("stopped at "));
  ASSERT_TRUE(becomes(made, "stopped"));
  restart();
  const auto doc = server->get(made.uri + "/history").json();
  const auto& changes = doc["changes"];
  ASSERT_GE(changes.Size(), 3u);
  const auto& last = changes[changes.Size() - 1];
  EXPECT_STREQ(last["status"].GetString(), "stopped");
  EXPECT_STREQ(last["reason"].GetString(), "idle");
  EXPECT_STREQ(last["cause"].GetString(), "idle-check");
  EXPECT_THAT(server->get(made.uri + "/idle").field("sentence"),
              HasSubstr("nobody used it"));
}

} // namespace spin::test
