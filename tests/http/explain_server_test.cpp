// What became of a container, and what will, over HTTP.
#include "server_test.hpp"

using namespace spin;
using namespace spin::http;
using namespace spin::http::test;
using namespace std::chrono_literals;

namespace {

class ExplainServer : public ServerTest {};

} // namespace

TEST_F(ExplainServer, ExplainsTheStopThatTheContainerShows) {
  const auto shown = ask("GET", path_of('a'));
  const auto told = ask("GET", path_of('a') + "/idle");
  ASSERT_EQ(told.status, 200) << told.body;
  EXPECT_EQ(told.field("status"), "running");
  EXPECT_EQ(told.field("stops_at"), shown.field("stops_at"));
  EXPECT_EQ(told.field("stopping_soon"), shown.field("stopping_soon"));
  EXPECT_EQ(told.field("container_id"), shown.field("container_id"));
  EXPECT_FALSE(told.field("sentence").empty());
  const auto doc = told.json();
  for (const auto* name : {"report", "busy_since_last_look",
                           "last_look_found_idle", "keep_alive", "busy_for",
                           "report_ttl"})
    EXPECT_TRUE(doc["signals"].HasMember(name)) << name;
  EXPECT_EQ(doc["signals"]["report"]["active"].GetUint64(),
            some_container('a').life.active);
  expect_told({}); // reading asks nobody
}

TEST_F(ExplainServer, ExplainsWhatDoesNotRunToo) {
  const auto told = ask("GET", path_of('b') + "/idle");
  EXPECT_EQ(told.field("rule"), "not_running");
  EXPECT_EQ(told.field("stops_at"), "null");
  EXPECT_EQ(ask("GET", path_of('d') + "/idle").status, 404);
  EXPECT_EQ(ask("GET", path_of('d') + "/history").status, 404);
  EXPECT_EQ(ask_openly(*api, "GET", path_of('a') + "/idle").status, 401);
  EXPECT_EQ(ask_openly(*api, "GET", path_of('a') + "/history").status, 401);
}

TEST_F(ExplainServer, TellsEachChangeWithItsCause) {
  const auto id = some_container('a').who->id;
  const auto now = some_time().wall;
  past->note(id, transition{now, phase::running, stop_reason::none,
                            {trigger::request, "r1"}});
  past->note(id, transition{now + 1s, phase::stopping, stop_reason::idle,
                            {trigger::idle_check, {}}});
  past->note(id, past_check{now, verdict::missed});
  const auto doc = ask("GET", path_of('a') + "/history").json();
  const auto& changes = doc["changes"];
  ASSERT_EQ(changes.Size(), 2u);
  EXPECT_STREQ(changes[0]["at"].GetString(), "2014-05-01T12:00:00.000Z");
  EXPECT_STREQ(changes[0]["status"].GetString(), "running");
  EXPECT_TRUE(changes[0]["reason"].IsNull());
  EXPECT_STREQ(changes[0]["request"].GetString(), "r1");
  EXPECT_STREQ(changes[1]["reason"].GetString(), "idle");
  EXPECT_STREQ(changes[1]["cause"].GetString(), "idle-check");
  const auto idle = ask("GET", path_of('a') + "/idle").json();
  ASSERT_EQ(idle["checks"].Size(), 1u);
  EXPECT_STREQ(idle["checks"][0]["verdict"].GetString(), "missed");
}
