// Answers that wait until a container is as it was wished.
#include "server_test.hpp"

using namespace spin;
using namespace spin::http;
using namespace spin::http::test;
using testing::HasSubstr;

namespace {

class WaitingServer : public ServerTest {
protected:
  static std::string wait_for(char digit, const std::string& query = "") {
    return path_of(digit) + "/wait" + query;
  }
};

} // namespace

TEST_F(WaitingServer, TellsWhenItIsReadyUnlessSomethingElseIsNamed) {
  const auto ready = ask("GET", wait_for('a'));
  EXPECT_EQ(ready.status, 200);
  EXPECT_EQ(ready.field("reached"), "true");
  EXPECT_EQ(ready.field("ready"), "true");
  const auto other = ask("GET", wait_for('a', "?status=stopped"));
  EXPECT_EQ(other.field("reached"), "false"); // told as it is, and that is all
  expect_told({"wait a ready", "wait a stopped"});
}

TEST_F(WaitingServer, TellsHowItIsWhenTheTimeIsOver) {
  around->holds = true;
  const auto answer = ask("GET", wait_for('a', "?status=paused&wait_timeout=1"));
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.field("reached"), "false");
  EXPECT_EQ(answer.field("status"), "running");
}

TEST_F(WaitingServer, AChangeIsAnsweredWhenItIsSoIfAskedTo) {
  const auto plain = ask("PATCH", path_of('b'), "status=running");
  EXPECT_EQ(plain.field("ready"), "false");
  const auto ready = ask("PATCH", path_of('b') + "?wait=ready", "status=running");
  EXPECT_EQ(ready.status, 200);
  EXPECT_EQ(ready.field("ready"), "true");
  expect_told({"start b", "start b", "wait b ready"});
}

TEST_F(WaitingServer, ACreateThatVanishesMeanwhileIsToldAsItWasMade) {
  const auto made = ask("POST", "/v1/containers?wait=ready", "image=a/b");
  EXPECT_EQ(made.status, 201);
  EXPECT_EQ(made.headers.at("location"), made.field("uri"));
}

TEST_F(WaitingServer, WhatCannotBeWaitedForIsRefusedBeforeAnythingIsDone) {
  const std::pair<const char*, const char*> bad[]{
      {"wait=soon", "wait: must be ready, running, stopped or paused"},
      {"wait=", "wait: must be"},
      {"wait=ready&wait_timeout=73", "wait_timeout: must be"},
      {"wait=ready&wait_timeout=-1", "wait_timeout: must be"},
      {"wait_timeout=5", "wait_timeout: goes with wait"}};
  for (const auto& [query, why] : bad) {
    const std::string marked = std::string{"?"} + query;
    const auto made = ask("POST", "/v1/containers" + marked, "image=a/b");
    EXPECT_EQ(made.status, 400) << query;
    EXPECT_THAT(made.field("message"), HasSubstr(why));
    EXPECT_EQ(ask("PATCH", path_of('b') + marked, "status=running").status, 400)
        << query;
  }
  EXPECT_EQ(ask("GET", wait_for('a', "?status=gone")).status, 400);
  EXPECT_EQ(ask("GET", wait_for('c')).status, 404);
  expect_told({});
}

TEST_F(WaitingServer, ThereIsAnAnswerAlsoWhenTheServerEnds) {
  around->holds = true;
  const auto url = "http://" + api->address() + wait_for('a');
  spin::test::response answer;
  std::thread client{[&] {
    answer = spin::test::send(
        {.url = url, .auth = std::string{"admin:"} + password});
  }};
  EXPECT_TRUE(eventually([&] { return around->notes().size() == 1; }));
  api.reset();
  client.join();
  EXPECT_NE(answer.status, 200);
}
