// Answers that come when nobody waits for them any more.
#include "server_test.hpp"

#include "raw_client.hpp"

using namespace spin;
using namespace spin::http;
using namespace spin::http::test;

namespace {

const std::string late_create = "POST /v1/containers HTTP/1.1\r\nHost: x\r\n"
                           "Authorization: Basic YWRtaW46cGFzczp3b3Jk\r\n"
                           "Content-Length: 7\r\n\r\nimage=x";

class LateAnswer : public ServerTest {
protected:
  LateAnswer() : at_rest_(system->registry().running()) {
    around->holds = true;
  }

  bool were_told(std::size_t count) {
    return eventually([&] { return around->notes().size() == count; });
  }

  /// Waits until all reply actors have ended.
  bool only_ours_are_left() {
    // Those made up here, and those that a server has anyway.
    return eventually([&] {
      return system->registry().running() <= (api ? at_rest_ : actors.size());
    });
  }

private:
  /// How many actors there are beside a server that nobody asks anything.
  std::size_t at_rest_;
};

} // namespace

TEST_F(LateAnswer, TooLateIsATimeout) {
  server_config config;
  config.times.answer = 1s;
  api = listen(surface::api, config);
  const auto answer = ask("POST", "/v1/containers", "image=x");
  EXPECT_EQ(answer.status, 504);
  EXPECT_NE(answer.field("message"), "(none)");
  release();
  EXPECT_TRUE(only_ours_are_left());
}

TEST_F(LateAnswer, ToAClientThatLeftReachesNobodyElse) {
  for (int round = 0; round < 20; ++round) {
    {
      raw_client leaver{api->address()};
      leaver.send(late_create);
      ASSERT_TRUE(were_told(static_cast<std::size_t>(round) + 1));
    }
    // May well get the descriptor that the leaver had.
    raw_client other{api->address()};
    other.send("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(status_in(other.answer()), "200");
    release();
    ASSERT_TRUE(only_ours_are_left());
    other.send("GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    const auto all = other.rest();
    ASSERT_TRUE(all);
    EXPECT_EQ(status_in(all), "200");
    EXPECT_EQ(answers_in(*all), 1u) << *all;
  }
}

// Such a client looks the same as one that left, until the answer is written.
TEST_F(LateAnswer, WhoEndedHisSideStillGetsIt) {
  raw_client client{api->address()};
  client.send(late_create);
  ASSERT_TRUE(were_told(1));
  client.end_sending();
  // The end is read once the server has answered somebody who came later.
  EXPECT_EQ(ask("GET", path_of('a')).status, 200);
  EXPECT_EQ(ask("GET", path_of('a')).status, 200);
  release();
  const auto all = client.rest();
  ASSERT_TRUE(all);
  EXPECT_EQ(status_in(all), "201");
  EXPECT_THAT(*all, testing::HasSubstr("Connection: close\r\n"));
}

TEST_F(LateAnswer, NothingIsSentOnceTheServerIsGone) {
  std::vector<std::unique_ptr<raw_client>> clients;
  for (int i = 0; i < 20; ++i) {
    clients.push_back(std::make_unique<raw_client>(api->address()));
    clients.back()->send(late_create);
  }
  ASSERT_TRUE(were_told(clients.size()));
  api.reset();
  release();
  EXPECT_TRUE(only_ours_are_left());
  for (const auto& each : clients)
    EXPECT_TRUE(each->has_nothing());
}

TEST_F(LateAnswer, ADyingServerDoesNotWaitForItsActors) {
  raw_client client{api->address()};
  client.send(late_create);
  ASSERT_TRUE(were_told(1));
  const auto start = std::chrono::steady_clock::now();
  api.reset();
  EXPECT_TRUE(only_ours_are_left());
  EXPECT_LT(std::chrono::steady_clock::now() - start, 20s);
}

TEST_F(LateAnswer, AnActorThatDiesIsAnError) {
  raw_client client{api->address()};
  client.send(late_create);
  ASSERT_TRUE(were_told(1));
  caf::anon_send_exit(registry, caf::exit_reason::kill);
  EXPECT_EQ(status_in(client.answer()), "500");
}

TEST_F(LateAnswer, MeanwhileOthersAreServed) {
  raw_client waiting{api->address()};
  waiting.send(late_create);
  ASSERT_TRUE(were_told(1));
  EXPECT_EQ(ask("GET", path_of('a')).status, 200);
  release();
  EXPECT_EQ(status_in(waiting.answer()), "201");
}

TEST_F(LateAnswer, WhatComesBeforeTheAnswerClosesTheConnection) {
  raw_client client{api->address()};
  client.send(late_create);
  ASSERT_TRUE(were_told(1));
  client.send(late_create);
  // Its bytes are read once the server has answered somebody who came later.
  raw_client later{api->address()};
  later.send("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
  later.answer();
  release();
  const auto answer = client.answer();
  EXPECT_EQ(status_in(answer), "201");
  EXPECT_EQ(around->notes().size(), 1u);
}

TEST_F(LateAnswer, WhoLeftGivesItsPlaceBackWithIt) {
  server_config config;
  config.caps = {.in_total = 1, .from_one_address = 1};
  api = listen(surface::api, config);
  const auto served = [&] {
    raw_client next{api->address()};
    next.send("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
    return status_in(next.answer()) == "200";
  };
  {
    raw_client leaver{api->address()};
    leaver.send(late_create);
    ASSERT_TRUE(were_told(1));
    EXPECT_FALSE(served());
  }
  release();
  EXPECT_TRUE(eventually(served));
}
