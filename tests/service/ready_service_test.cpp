#include "tests/service/service_test.hpp"

using namespace std::chrono_literals;

// When a container can be used, on the real engine with its real proxy.

namespace spin::test {

class ReadyService : public ServiceTest {
protected:
  ReadyService() {
    start();
  }

  response ask_to_create(const std::string& options,
                         const std::string& query) const {
    return server->call(
        "POST", "/v1/containers" + query,
        R"({"image":"spin-docker/hello-stubborn","stop_timeout":1)" + options
            + "}",
        {"Content-Type: application/json"});
  }

  /// What serves pages after that many seconds.
  static std::string serving_after(const std::string& seconds) {
    return R"(,"entrypoint":["/bin/sh","-c"],"command":["sleep )" + seconds
           + R"(; exec httpd -f -p 80"])";
  }
};

// The port takes connections at once, as the engine's proxy does that.
TEST_F(ReadyService, IsWhatServesNotWhatHasAPort) {
  const auto made = ask_to_create(serving_after("3"), "");
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(made.field("ready"), "false");
  const auto waited = server->get(made.field("uri") + "/wait");
  EXPECT_EQ(waited.field("reached"), "true") << waited.body;
  EXPECT_EQ(server->get(made.field("uri")).field("ready"), "true");
  const auto page =
      send({.url = "http://127.0.0.1:" + made.field("app_port") + "/"});
  EXPECT_NE(page.status, 0);
}

TEST_F(ReadyService, ACreateThatWaitsForItCanBeUsedAtOnce) {
  const auto made = ask_to_create(serving_after("1"), "?wait=ready");
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(made.field("ready"), "true");
  const auto page =
      send({.url = "http://127.0.0.1:" + made.field("app_port") + "/"});
  EXPECT_NE(page.status, 0);
}

TEST_F(ReadyService, ACreateThatWaitsInVainTellsHowItIs) {
  const auto mute = ask_to_create("", "?wait=ready&wait_timeout=1");
  EXPECT_EQ(mute.status, 201);
  EXPECT_EQ(mute.field("status"), "running");
  EXPECT_EQ(mute.field("ready"), "false");
  const auto ended = ask_to_create(
      R"(,"entrypoint":["/bin/sh","-c"],"command":["sleep 1; exit 7"])",
      "?wait=ready");
  EXPECT_EQ(ended.status, 201);
  EXPECT_EQ(ended.field("status"), "stopped") << ended.body;
  EXPECT_EQ(ended.field("exit_code"), "7");
}

TEST_F(ReadyService, IsWhatItsHealthcheckSays) {
  const auto made = ask_to_create(
      serving_after("0")
          + R"(,"healthcheck":{"command":"test -e /ok","interval":"5s",)"
            R"("retries":1})",
      "");
  ASSERT_EQ(made.status, 201) << made.body;
  const container one{made};
  EXPECT_TRUE(
      eventually([&] { return shown(one, "health") == "unhealthy"; }, 30s));
  EXPECT_EQ(shown(one, "ready"), "false"); // although its port answers
  docker({"exec", one.id, "touch", "/ok"});
  const auto waited = server->get(one.uri + "/wait?status=ready");
  EXPECT_EQ(waited.field("reached"), "true") << waited.body;
  EXPECT_EQ(shown(one, "health"), "healthy");
  crash_and_start();
  EXPECT_EQ(shown(one, "health"), "healthy");
  EXPECT_EQ(shown(one, "ready"), "true");
}

TEST_F(ReadyService, AWaitForAStopEndsWithIt) {
  const auto one = create();
  response waited;
  std::thread client{[&] {
    waited = server->get(one.uri + "/wait?status=stopped&wait_timeout=60");
  }};
  EXPECT_EQ(server->patch(one.uri, "status=stopped").status, 200);
  client.join();
  EXPECT_EQ(waited.field("reached"), "true");
  EXPECT_EQ(waited.field("stop_reason"), "asked");
}

} // namespace spin::test
