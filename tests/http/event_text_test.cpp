#include "http/event_text.hpp"

#include <gmock/gmock.h>
#include <rapidjson/document.h>

#include "http/render.hpp"
#include "samples.hpp"

using namespace spin;
using namespace spin::http;
using namespace spin::http::test;
using testing::HasSubstr;
using testing::Not;

namespace {

rapidjson::Document read_event(const bulletin& what,
                         audience whom = audience::trusted) {
  rapidjson::Document made;
  made.Parse(render_bulletin(what, "e-1", whom, {}).c_str());
  EXPECT_TRUE(made.IsObject());
  return made;
}

std::string text(const rapidjson::Value& of, const char* name) {
  if (!of.HasMember(name))
    return "(none)";
  return of[name].IsString() ? of[name].GetString() : "(null)";
}

bulletin stopped() {
  auto view = in_phase(phase::stopped);
  view.life.ended =
      ended_run{some_time().steady, 137, stop_reason::idle, false};
  return bulletin_of(tiding::stopped, shared(view), {trigger::request, "f00d"},
                     some_time());
}

} // namespace

TEST(EventText, TellsWhatWhenAndWhomWithTheContainerAsItWas) {
  const auto made = read_event(stopped());
  EXPECT_EQ(text(made, "id"), "e-1");
  EXPECT_EQ(text(made, "type"), "stopped");
  EXPECT_EQ(text(made, "time"), "2014-05-01T12:00:00.000Z");
  EXPECT_EQ(text(made, "container_id"), std::string(64, 'a'));
  EXPECT_EQ(text(made, "name"), "/hungry_bell_a");
  EXPECT_EQ(text(made, "image"), "atbaker/sd-postgres");
  EXPECT_EQ(text(made, "owner"), "admin");
  EXPECT_EQ(text(made, "status"), "stopped");
  EXPECT_EQ(text(made, "reason"), "idle");
  EXPECT_EQ(text(made, "request_id"), "f00d");
  rapidjson::Document shown;
  shown.Parse(render(*stopped().about, some_time(), {}).c_str());
  EXPECT_EQ(made["container"], shown);
}

TEST(EventText, WhatIsNotListedIsNotShown) {
  const auto gone =
      bulletin_of(tiding::removed, shared(in_phase(phase::removing)),
                  {trigger::idle_check}, some_time());
  const auto made = read_event(gone);
  EXPECT_FALSE(made.HasMember("container"));
  EXPECT_EQ(text(made, "status"), "removed");
  EXPECT_EQ(text(made, "cause"), "idle-check");
  EXPECT_FALSE(made.HasMember("request_id"));
  EXPECT_FALSE(made.HasMember("reason"));
}

TEST(EventText, WhatTheEngineSaidIsForThoseWhoSeeEverything) {
  auto what =
      bulletin_of(tiding::failed, shared(some_container()), {}, some_time());
  what.call = "start";
  what.trouble = {errc::engine_refused, "no space on \"/dev/\xff\"\n"};
  const auto all = read_event(what, audience::all);
  EXPECT_EQ(text(all, "call"), "start");
  EXPECT_EQ(text(all, "error"), "engine_refused");
  EXPECT_EQ(text(all, "detail"), "(null)");
  EXPECT_EQ(text(read_event(what), "detail"), "no space on \"/dev/\xef\xbf\xbd\"\n");
}

TEST(EventText, APartIsToldWithItsErrorToThoseWhoSeeEverything) {
  bulletin what;
  what.what = tiding::degraded;
  what.at = some_time();
  what.part = vital::store;
  what.since = some_time().wall;
  what.trouble.what = "redis://host: refused";
  EXPECT_EQ(text(read_event(what), "part"), "store");
  EXPECT_EQ(text(read_event(what), "since"), "2014-05-01T12:00:00.000Z");
  EXPECT_EQ(text(read_event(what), "error"), "redis://host: refused");
  EXPECT_EQ(text(read_event(what, audience::all), "error"), "(null)");
  EXPECT_EQ(text(read_event(what, audience::all), "part"), "store");
}

TEST(EventText, AnEventIsThreeLinesWhateverStandsInIt) {
  auto what = stopped();
  auto view = *what.about;
  auto who = *view.who;
  who.image = "a\nid: 9\r\n\r\ndata: x";
  view.who = std::make_shared<const identity>(who);
  what.about = shared(view);
  const auto block = event_block(what, "e-1", audience::all, {});
  EXPECT_THAT(block, testing::StartsWith("id: e-1\nevent: stopped\ndata: {"));
  EXPECT_THAT(block, testing::EndsWith("}\n\n"));
  EXPECT_EQ(std::count(block.begin(), block.end(), '\n'), 4);
  EXPECT_THAT(block, Not(HasSubstr("\r")));
}

// A client that saw no event yet must know where to go on, too.
TEST(EventText, TheOpeningAndEachHeartbeatSayWhereToGoOn) {
  EXPECT_EQ(event_opening("e-7", false, {}), "retry: 2000\nid: e-7\n\n");
  EXPECT_EQ(event_opening("e-7", true, some_time().wall),
            "retry: 2000\nid: e-7\nevent: reset\ndata: "
            "{\"type\":\"reset\",\"time\":\"2014-05-01T12:00:00.000Z\"}\n\n");
  EXPECT_EQ(event_heartbeat("e-7"), ":\nid: e-7\n\n");
}
