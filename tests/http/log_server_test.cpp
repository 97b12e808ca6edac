// Logs and statistics over HTTP, with an engine that the test plays.
#include <future>

#include "access_server.hpp"
#include "raw_client.hpp"
#include "server_test.hpp"

using namespace spin;
using namespace spin::http;
using namespace spin::http::test;
using docker::log_channel;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

namespace {

class LogServer : public ServerTest {
protected:
  /// The order for a log once the engine has it.
  docker::log_order log_order() {
    EXPECT_TRUE(eventually([&] {
      const std::lock_guard hold{around->mutex};
      return !around->logs.empty();
    }));
    const std::lock_guard hold{around->mutex};
    return around->logs.back();
  }

  docker::stats_order stats_order() {
    EXPECT_TRUE(eventually([&] {
      const std::lock_guard hold{around->mutex};
      return !around->stats.empty();
    }));
    const std::lock_guard hold{around->mutex};
    return around->stats.back();
  }

  static bool becomes(const std::shared_ptr<pace>& steer, pace::state what) {
    return eventually([&] { return steer->now() == what; });
  }

  /// What the engine does with one entry.
  static void tell(const docker::log_reader& whom, log_channel where,
                   const std::string& text) {
    whom.take(where, text, true);
    whom.caught_up();
  }

  static std::string request_for(const std::string& path) {
    return "GET " + path
           + " HTTP/1.1\r\nHost: x\r\n"
             "Authorization: Basic YWRtaW46cGFzczp3b3Jk\r\n\r\n";
  }

  /// Forgets who reads, as an engine does whose calls have ended.
  void forget_readers() {
    const std::lock_guard hold{around->mutex};
    around->logs.clear();
    around->stats.clear();
  }

  ~LogServer() override { forget_readers(); }
};

} // namespace

TEST_F(LogServer, ALogIsAnsweredWholeAsPlainText) {
  auto answer = std::async(std::launch::async, [this] {
    return ask("GET", path_of('b') + "/logs?tail=5&stderr=0");
  });
  const auto order = log_order();
  EXPECT_EQ(order.container, std::string(64, 'b'));
  EXPECT_EQ(order.what.tail, 5u);
  EXPECT_FALSE(order.what.err);
  ASSERT_TRUE(becomes(order.whom.steer, pace::state::goes));
  tell(order.whom, log_channel::out, "one\n");
  tell(order.whom, log_channel::out, "<b>two</b>\n");
  order.whom.ended(std::nullopt);
  const auto got = answer.get();
  EXPECT_EQ(got.status, 200);
  EXPECT_EQ(got.body, "one\n<b>two</b>\n");
  EXPECT_EQ(got.headers.at("content-type"), "text/plain; charset=utf-8");
  EXPECT_EQ(got.headers.at("x-content-type-options"), "nosniff");
  expect_told({"logs b"});
}

TEST_F(LogServer, AnEmptyLogIsAnEmptyAnswer) {
  auto answer = std::async(std::launch::async, [this] {
    return ask("GET", path_of('b') + "/logs");
  });
  log_order().whom.ended(std::nullopt); // maybe before the answer has begun
  const auto got = answer.get();
  EXPECT_EQ(got.status, 200);
  EXPECT_EQ(got.body, "");
}

TEST_F(LogServer, ALogComesAsObjectsIfThatIsWanted) {
  auto answer = std::async(std::launch::async, [this] {
    return ask("GET", path_of('a') + "/logs?format=json");
  });
  const auto order = log_order();
  EXPECT_TRUE(order.what.timestamps);
  ASSERT_TRUE(becomes(order.whom.steer, pace::state::goes));
  tell(order.whom, log_channel::err, "2026-11-22T10:00:00.1Z oh\n");
  order.whom.ended(std::nullopt);
  const auto got = answer.get();
  EXPECT_EQ(got.headers.at("content-type"), "application/x-ndjson");
  EXPECT_EQ(got.body, "{\"stream\":\"stderr\",\"time\":"
                      "\"2026-11-22T10:00:00.1Z\",\"line\":\"oh\"}\n");
}

TEST_F(LogServer, AFollowedLogComesAsItIsWritten) {
  raw_client client{api->address()};
  client.send(request_for(path_of('a') + "/logs?follow=true"));
  const auto order = log_order();
  ASSERT_TRUE(becomes(order.whom.steer, pace::state::goes));
  EXPECT_TRUE(order.what.follow);
  EXPECT_EQ(status_in(client.answer_head()), "200");
  for (const std::string word : {"one", "two"}) {
    tell(order.whom, log_channel::out, word);
    EXPECT_EQ(client.some(), "3\r\n" + word + "\r\n");
  }
  order.whom.ended(std::nullopt);
  EXPECT_EQ(client.some(), "0\r\n\r\n");
  // The connection goes on.
  client.send(request_for("/v1/images"));
  EXPECT_EQ(status_in(client.answer()), "200");
}

TEST_F(LogServer, WhenTheClientLeavesTheEnginesCallEnds) {
  docker::log_order order;
  {
    raw_client client{api->address()};
    client.send(request_for(path_of('a') + "/logs?follow=true"));
    order = log_order();
    ASSERT_TRUE(becomes(order.whom.steer, pace::state::goes));
  }
  // Though nothing was written.
  EXPECT_TRUE(becomes(order.whom.steer, pace::state::ended));
}

TEST_F(LogServer, WhoLeavesBeforeTheEngineAgreedIsNotWaitedFor) {
  around->holds = true;
  {
    raw_client client{api->address()};
    client.send(request_for(path_of('a') + "/logs?follow=true"));
    log_order();
  }
  release();
  EXPECT_TRUE(becomes(log_order().whom.steer, pace::state::ended));
}

TEST_F(LogServer, AHeadRequestReadsNothing) {
  const auto got = ask("HEAD", path_of('a') + "/logs");
  EXPECT_EQ(got.status, 200);
  EXPECT_TRUE(becomes(log_order().whom.steer, pace::state::ended));
}

TEST_F(LogServer, ASlowReaderHoldsTheEngineBackAndMissesNothing) {
  raw_client client{api->address()};
  client.send(request_for(path_of('a') + "/logs"));
  const auto order = log_order();
  ASSERT_TRUE(becomes(order.whom.steer, pace::state::goes));
  const std::string piece(16 * 1024, 'x');
  std::size_t told = 0;
  while (order.whom.steer->now() == pace::state::goes
         && told < 64 * 1024 * 1024) {
    tell(order.whom, log_channel::out, piece);
    told += piece.size();
  }
  ASSERT_EQ(order.whom.steer->now(), pace::state::waits);
  EXPECT_EQ(status_in(client.answer_head()), "200");
  std::size_t got = 0;
  while (order.whom.steer->now() == pace::state::waits)
    got += client.some().size();
  order.whom.ended(std::nullopt);
  for (auto more = client.some(); !more.empty(); more = client.some()) {
    got += more.size();
    if (more.ends_with("0\r\n\r\n"))
      break;
  }
  EXPECT_GE(got, told);
}

TEST_F(LogServer, ALogThatBreaksOffHasNoEnd) {
  raw_client client{api->address()};
  client.send(request_for(path_of('a') + "/logs"));
  const auto order = log_order();
  ASSERT_TRUE(becomes(order.whom.steer, pace::state::goes));
  EXPECT_EQ(status_in(client.answer_head()), "200");
  tell(order.whom, log_channel::out, "half");
  EXPECT_EQ(client.some(), "4\r\nhalf\r\n");
  order.whom.ended(failure{errc::engine_down, "gone"});
  EXPECT_EQ(client.some(), "");
  EXPECT_TRUE(client.ended());
}

TEST_F(LogServer, TheEndOfTheServerEndsIt) {
  raw_client client{api->address()};
  client.send(request_for(path_of('a') + "/logs?follow=true"));
  const auto order = log_order();
  ASSERT_TRUE(becomes(order.whom.steer, pace::state::goes));
  api.reset();
  tell(order.whom, log_channel::out, "late");
  EXPECT_EQ(order.whom.steer->now(), pace::state::ended);
}

TEST_F(LogServer, ARefusalOfTheEngineIsTheAnswer) {
  around->fails = {errc::engine_down, "at /secret/socket"};
  const auto got = ask("GET", path_of('a') + "/logs");
  EXPECT_EQ(got.status, 503);
  EXPECT_THAT(got.body, Not(HasSubstr("secret")));
  EXPECT_TRUE(becomes(log_order().whom.steer, pace::state::ended));
  around->fails = {errc::no_such_container, "No such container"};
  EXPECT_EQ(ask("GET", path_of('a') + "/logs").status, 404);
}

TEST_F(LogServer, OnlySoManyReadAtOnce) {
  server_config config;
  config.demand.streams = 1;
  api = listen(surface::api, config);
  {
    raw_client client{api->address()};
    client.send(request_for(path_of('a') + "/logs?follow=true"));
    const auto order = log_order();
    ASSERT_TRUE(becomes(order.whom.steer, pace::state::goes));
    for (const auto* path : {"/logs", "/stats?stream=true"}) {
      const auto busy = ask("GET", path_of('a') + path);
      EXPECT_EQ(busy.status, 503) << path;
      EXPECT_TRUE(busy.headers.contains("retry-after"));
    }
    EXPECT_EQ(ask("GET", path_of('a') + "/logs?tail=x").status, 400);
    EXPECT_EQ(ask("GET", path_of('f') + "/logs").status, 404);
  }
  forget_readers();
  EXPECT_TRUE(eventually([&] {
    auto again = std::async(std::launch::async, [this] {
      return ask("GET", path_of('b') + "/logs").status;
    });
    if (eventually([&] {
          const std::lock_guard hold{around->mutex};
          return !around->logs.empty()
                 || again.wait_for(0s) == std::future_status::ready;
        })
        && !around->logs.empty())
      log_order().whom.ended(std::nullopt);
    return again.get() == 200;
  }));
}

TEST_F(LogServer, StatisticsAreOneObject) {
  around->uses = {
      1'800'000'000'123'000'000, 12.345, 4, 5000, 10'000, 77, 8888, 3};
  const auto got = ask("GET", path_of('a') + "/stats");
  EXPECT_EQ(got.status, 200);
  EXPECT_EQ(got.body,
            R"({"container_id":")" + std::string(64, 'a')
                + R"(","time":"2027-01-15T08:00:00.123Z","cpu_percent":12.35,)"
                  R"("cpus":4,"memory_used":5000,"memory_limit":10000,)"
                  R"("network_received":77,"network_sent":8888,"pids":3})");
  expect_told({"stats a"});
}

TEST_F(LogServer, WhatDoesNotRunHasNoStatistics) {
  EXPECT_EQ(ask("GET", path_of('b') + "/stats").status, 409);
  EXPECT_EQ(ask("GET", path_of('b') + "/stats?stream=true").status, 409);
  expect_told({});
  around->uses = {}; // it has just been stopped
  EXPECT_EQ(ask("GET", path_of('a') + "/stats").status, 409);
}

TEST_F(LogServer, FollowedStatisticsAreALineEachUntilItStops) {
  raw_client client{api->address()};
  client.send(request_for(path_of('a') + "/stats?stream=true"));
  const auto order = stats_order();
  ASSERT_TRUE(becomes(order.whom.steer, pace::state::goes));
  EXPECT_EQ(status_in(client.answer_head()), "200");
  docker::container_stats now;
  now.at = 1'800'000'000'000'000'000;
  order.whom.take(now);
  EXPECT_THAT(client.some(), HasSubstr("\"cpu_percent\":null"));
  order.whom.take({});
  EXPECT_EQ(client.some(), "0\r\n\r\n");
  EXPECT_EQ(order.whom.steer->now(), pace::state::ended);
}

TEST_F(LogServer, ASlowReaderOfStatisticsMissesSomeAndIsNotCutOff) {
  raw_client client{api->address()};
  client.send(request_for(path_of('a') + "/stats?stream=true"));
  const auto order = stats_order();
  ASSERT_TRUE(becomes(order.whom.steer, pace::state::goes));
  docker::container_stats now;
  now.at = 1'800'000'000'000'000'000;
  for (int i = 0; i < 100'000; ++i)
    order.whom.take(now);
  EXPECT_EQ(order.whom.steer->now(), pace::state::goes);
  EXPECT_EQ(status_in(client.answer_head()), "200");
}

TEST_F(AccessServer, NobodyReadsTheLogOfSomebodyElse) {
  const auto none = ask_as("ann:a", "GET", path_of('f'));
  for (const auto* tail : {"/logs", "/stats", "/stats?stream=true"}) {
    const auto answer = ask_as("ann:a", "GET", path_of('b') + tail);
    EXPECT_EQ(answer.status, 404) << tail;
    EXPECT_EQ(answer.body, none.body) << tail;
    EXPECT_EQ(ask_openly(*api, "GET", path_of('a') + tail).status, 401);
  }
  expect_told({});
}
