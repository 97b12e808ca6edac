#include "http/readiness.hpp"

#include <bitset>

#include <gmock/gmock.h>
#include <rapidjson/document.h>

#include "samples.hpp"

using namespace spin;
using namespace spin::http;
using namespace spin::http::test;

namespace {

rapidjson::Document parsed_answer(const response& answer) {
  rapidjson::Document doc;
  doc.Parse(answer.body.data(), answer.body.size());
  EXPECT_FALSE(doc.HasParseError()) << answer.body;
  return doc;
}

/// A board whose parts are well as the bits of `which` say, in its own order.
void set_parts(health_board& board, std::bitset<4> which) {
  for (std::size_t i = 0; i < health_board::all.size(); ++i)
    if (which[i])
      board.well(health_board::all[i]);
    else
      board.ill(health_board::all[i], "connect /run/engine.sock: refused");
}

health_board fresh_board() {
  return health_board{[] { return some_time().wall; }};
}

} // namespace

TEST(Readiness, NeedsEngineStoreAndRecoveryButNotTheEvents) {
  for (unsigned bits = 0; bits < 16; ++bits) {
    auto board = fresh_board();
    set_parts(board, bits);
    const bool ready = board.look(vital::engine).well
                       && board.look(vital::store).well
                       && board.look(vital::recovery).well;
    const auto answer = readiness(board);
    EXPECT_EQ(answer.status, ready ? 200 : 503) << answer.body;
    EXPECT_EQ(parsed_answer(answer)["ready"].GetBool(), ready);
  }
}

TEST(Readiness, TellsOfEachPartWhetherAndSinceWhen) {
  auto now = some_time().wall;
  health_board board{[&now] { return now; }};
  set_parts(board, 0b1111);
  now += 90s;
  board.ill(vital::store, "No space left on device");
  now += 90s;
  board.ill(vital::store, "No space left on device");
  const auto doc = parsed_answer(readiness(board));
  const auto& parts = doc["parts"];
  ASSERT_EQ(parts.MemberCount(), health_board::all.size());
  for (const auto* name : {"engine", "events", "recovery"}) {
    EXPECT_TRUE(parts[name]["ok"].GetBool()) << name;
    EXPECT_STREQ(parts[name]["since"].GetString(), "2014-05-01T12:00:00.000Z");
  }
  EXPECT_FALSE(parts["store"]["ok"].GetBool());
  EXPECT_STREQ(parts["store"]["since"].GetString(), "2014-05-01T12:01:30.000Z");
}

TEST(Readiness, WhatWasNeverTriedIsNotWell) {
  const auto board = fresh_board();
  EXPECT_EQ(readiness(board).status, 503);
}

// Anybody may ask: reasons name sockets, hosts and users.
TEST(Readiness, DoesNotTellWhatIsWrong) {
  auto board = fresh_board();
  set_parts(board, 0b0000);
  const auto answer = readiness(board);
  EXPECT_THAT(answer.body, testing::Not(testing::HasSubstr("engine.sock")));
  const auto doc = parsed_answer(answer);
  for (const auto& part : doc["parts"].GetObject())
    EXPECT_EQ(part.value.MemberCount(), 2u) << part.name.GetString();
}

TEST(Readiness, TellsTheLastErrorOfEachToWhoIsTrusted) {
  auto board = fresh_board();
  set_parts(board, 0b1111);
  board.ill(vital::store, "caf\xe9: no space");
  board.well(vital::store);
  const auto doc = parsed_answer(readiness(board, true));
  EXPECT_STREQ(doc["parts"]["store"]["last_error"].GetString(),
               "caf\xef\xbf\xbd: no space");
  EXPECT_TRUE(doc["parts"]["store"]["ok"].GetBool());
  EXPECT_TRUE(doc["parts"]["engine"]["last_error"].IsNull())
      << "it never had one";
  const auto early = parsed_answer(readiness(fresh_board(), true));
  EXPECT_STREQ(early["parts"]["engine"]["last_error"].GetString(),
               "not tried yet");
}

TEST(Readiness, A503IsNoFailureOfTheRequest) {
  EXPECT_TRUE(readiness(fresh_board()).about_us);
}
