// Clients that ask for more than there is.
#include "server_test.hpp"

#include "raw_client.hpp"

using namespace spin;
using namespace spin::http;
using namespace spin::http::test;
using testing::HasSubstr;

namespace {

const std::string queued_create = "POST /v1/containers HTTP/1.1\r\nHost: x\r\n"
                           "Authorization: Basic YWRtaW46cGFzczp3b3Jk\r\n"
                           "Content-Length: 7\r\n\r\nimage=x";

class Demand : public ServerTest {
protected:
  /// Sends a create and leaves it waiting.
  void let_wait() {
    waiting.push_back(std::make_unique<raw_client>(api->address()));
    waiting.back()->send(queued_create);
    ASSERT_TRUE(
        eventually([&] { return around->notes().size() == waiting.size(); }));
  }

  std::vector<std::unique_ptr<raw_client>> waiting;
};

} // namespace

TEST_F(Demand, ACrowdOfCheckInsIsToldWhenToComeBack) {
  server_config config;
  config.demand.check_in_rate = 1;
  config.demand.check_in_burst = 3;
  config.trusted_proxies = {"127.0.0.1"};
  api = listen(surface::api, config);
  const auto report = [&](const std::string& from) {
    return ask_openly(*api, "POST", "/v1/check-in", "active=x",
                      {"X-Forwarded-For: " + from});
  };
  int refused = 0;
  for (int i = 0; i < 20; ++i) {
    const auto answer = report("10.1.1.1");
    if (answer.status != 429)
      continue;
    ++refused;
    EXPECT_EQ(answer.headers.at("retry-after"), "1");
    EXPECT_THAT(answer.field("message"), HasSubstr("try again in 1 s"));
  }
  EXPECT_GE(refused, 10); // it took less than some seconds
  EXPECT_EQ(report("10.1.1.2").status, 400);
  EXPECT_THAT(ask("GET", "/metrics").body,
              HasSubstr("outcome=\"limited\"} " + std::to_string(refused)));
  expect_told({});
}

TEST_F(Demand, NobodyWaitsInAnEndlessQueueForTheEngine) {
  around->holds = true;
  server_config config;
  config.demand.engine_requests = 2;
  api = listen(surface::api, config);
  let_wait();
  let_wait();
  for (int i = 0; i < 10; ++i) {
    const auto answer = ask("POST", "/v1/containers", "image=x");
    EXPECT_EQ(answer.status, 503);
    EXPECT_EQ(answer.headers.at("retry-after"), "1");
    EXPECT_THAT(answer.field("message"), HasSubstr("wait for the engine"));
  }
  EXPECT_EQ(ask("PATCH", path_of('a'), "status=stopped").status, 503);
  EXPECT_EQ(ask("GET", path_of('a')).status, 200);
  EXPECT_EQ(ask("GET", "/v1/containers").status, 200);
  EXPECT_EQ(ask("POST", "/v1/check-in", "active=x").status, 400);
  EXPECT_EQ(around->notes().size(), 2u);
  {
    const std::lock_guard hold{around->mutex};
    around->holds = false;
  }
  release();
  for (const auto& each : waiting)
    EXPECT_EQ(status_in(each->answer()), "201");
  EXPECT_TRUE(eventually(
      [&] { return ask("POST", "/v1/containers", "image=x").status == 201; }));
}

// Else an engine that hangs would be given more and more to do.
TEST_F(Demand, WhatWasGivenUpStillCountsWhileItIsUnderWay) {
  around->holds = true;
  server_config config;
  config.demand.engine_requests = 1;
  config.times.answer = 1s;
  api = listen(surface::api, config);
  EXPECT_EQ(ask("POST", "/v1/containers", "image=x").status, 504);
  EXPECT_EQ(ask("POST", "/v1/containers", "image=x").status, 503);
  release();
  EXPECT_TRUE(eventually(
      [&] { return ask("POST", "/v1/containers", "image=x").status == 504; }));
  release();
}

// A client has one wait, however many answers of actors it takes.
TEST_F(Demand, TwoStepsOfARequestHaveOnePermitAndOneTime) {
  server_config config;
  config.demand.engine_requests = 1;
  api = listen(surface::api, config);
  for (int i = 0; i < 5; ++i)
    EXPECT_TRUE(eventually([&] {
      return ask("PATCH", path_of('a'), "timeout=60&status=stopped").status
             == 200;
    }));
}
