// What GET tells of the life of a container: its ends, its deadlines, its
// policy.
#include <gmock/gmock.h>
#include <rapidjson/document.h>

#include "http/render.hpp"
#include "samples.hpp"

using namespace spin;
using namespace spin::http;
using namespace spin::http::test;

namespace {

rapidjson::Document shown(const container_view& view,
                          const server_policy& server = {}) {
  rapidjson::Document doc;
  doc.Parse(render(view, some_time(), server).c_str());
  EXPECT_FALSE(doc.HasParseError());
  return doc;
}

std::string life_text(const rapidjson::Value& object, const char* name) {
  if (!object.HasMember(name))
    return "(missing)";
  return object[name].IsNull()     ? "null"
         : object[name].IsString() ? object[name].GetString()
                                   : "(no string)";
}

instant in(span length) {
  return some_time().steady + length;
}

/// A container whose last run ended a minute ago for want of memory.
container_view ended(phase now) {
  auto view = in_phase(now);
  view.life.ended = ended_run{in(-1min), 137, stop_reason::died, true};
  return view;
}

const std::vector<phase> phases{
    phase::starting, phase::running, phase::stopping, phase::stopped,
    phase::pausing,  phase::paused,  phase::resuming};

} // namespace

// Old clients know the names and may know the places.
TEST(LifeJson, NewFieldsComeAfterTheOldOnes) {
  const auto doc = shown(some_container());
  std::vector<std::string> names;
  for (const auto& each : doc.GetObject())
    names.emplace_back(each.name.GetString());
  names.erase(names.begin(), names.begin() + 8);
  EXPECT_THAT(names, testing::ElementsAre(
                         "ports", "created_at", "stops_at", "reported_at",
                         "stop_reason", "stopped_at", "exit_code",
                         "stopping_soon", "keep_alive_until", "busy_until",
                         "started_at", "oom_killed", "last_stop", "policy",
                         "owner", "ready", "health"));
}

TEST(LifeJson, TellsWhetherItCanBeUsed) {
  auto view = some_container();
  view.life.run_id = incarnation{7};
  EXPECT_FALSE(shown(view)["ready"].GetBool());
  EXPECT_TRUE(shown(view)["health"].IsNull());
  view.answers = incarnation{7};
  EXPECT_TRUE(shown(view)["ready"].GetBool());
  view.health = health_status::unhealthy;
  EXPECT_FALSE(shown(view)["ready"].GetBool());
  EXPECT_EQ(life_text(shown(view), "health"), "unhealthy");
}

// S21: the original told neither why nor how a container ended.
TEST(LifeJson, TellsHowItEnded) {
  const auto doc = shown(ended(phase::stopped));
  EXPECT_EQ(life_text(doc, "stop_reason"), "died");
  EXPECT_EQ(life_text(doc, "stopped_at"), "2014-05-01T11:59:00.000Z");
  EXPECT_EQ(doc["exit_code"].GetInt(), 137);
  EXPECT_TRUE(doc["oom_killed"].GetBool());
}

TEST(LifeJson, AnEndIsNoneOfANewRunButTheLastOne) {
  for (auto now : phases) {
    const auto doc = shown(ended(now));
    const auto& last = doc["last_stop"];
    EXPECT_EQ(life_text(last, "reason"), "died") << to_string(now);
    EXPECT_EQ(life_text(last, "at"), "2014-05-01T11:59:00.000Z");
    EXPECT_EQ(last["exit_code"].GetInt(), 137);
    EXPECT_TRUE(last["oom_killed"].GetBool());
    if (now == phase::stopped)
      continue;
    for (const auto* name : {"stop_reason", "stopped_at", "exit_code"})
      EXPECT_EQ(life_text(doc, name), "null") << to_string(now) << ' ' << name;
    EXPECT_FALSE(doc["oom_killed"].GetBool()) << to_string(now);
  }
}

TEST(LifeJson, WhatNeverEndedHasNoEnd) {
  for (auto now : phases) {
    const auto doc = shown(in_phase(now));
    for (const auto* name : {"stopped_at", "exit_code", "last_stop"})
      EXPECT_EQ(life_text(doc, name), "null") << to_string(now) << ' ' << name;
    EXPECT_FALSE(doc["oom_killed"].GetBool());
  }
}

TEST(LifeJson, AStartThatWasRefusedHasNoExitCode) {
  auto view = in_phase(phase::stopped);
  view.life.ended = ended_run{in(0s), {}, stop_reason::start_failed, false};
  const auto doc = shown(view);
  EXPECT_EQ(life_text(doc, "stop_reason"), "start_failed");
  EXPECT_EQ(life_text(doc, "exit_code"), "null");
  EXPECT_EQ(life_text(doc["last_stop"], "exit_code"), "null");
}

TEST(LifeJson, AStopOrPauseUnderWayTellsWhy) {
  for (auto now : phases) {
    auto view = in_phase(now);
    view.life.why = stop_reason::idle;
    const bool on_the_way =
        now == phase::stopping || now == phase::pausing || now == phase::paused;
    EXPECT_EQ(life_text(shown(view), "stop_reason"), on_the_way ? "idle" : "null")
        << to_string(now);
  }
}

TEST(LifeJson, PausedIsAStatusWithPorts) {
  const auto doc = shown(in_phase(phase::paused));
  EXPECT_EQ(life_text(doc, "status"), "paused");
  EXPECT_EQ(life_text(doc, "app_port"), "49156");
}

TEST(LifeJson, TheBeginOfARunIsShownWhileItIsUp) {
  for (auto now : phases) {
    const bool up = now != phase::starting && now != phase::stopped;
    EXPECT_EQ(life_text(shown(in_phase(now)), "started_at"),
              up ? "2014-05-01T11:59:10.000Z" : "null")
        << to_string(now);
  }
  auto view = some_container();
  view.life.began = {};
  EXPECT_EQ(life_text(shown(view), "started_at"), "null");
}

TEST(LifeJson, LeasesAreShownWhileTheyHold) {
  auto view = some_container();
  auto doc = shown(view);
  EXPECT_EQ(life_text(doc, "keep_alive_until"), "null");
  EXPECT_EQ(life_text(doc, "busy_until"), "null");
  view.life.held_until = in(1min);
  doc = shown(view);
  EXPECT_EQ(life_text(doc, "keep_alive_until"), "2014-05-01T12:01:00.000Z");
  EXPECT_EQ(life_text(doc, "busy_until"), "null");
  view.life.held_until = in(0s);
  view.life.busy_until = in(2min);
  doc = shown(view);
  EXPECT_EQ(life_text(doc, "keep_alive_until"), "null");
  EXPECT_EQ(life_text(doc, "busy_until"), "2014-05-01T12:02:00.000Z");
}

// -- the policy ---------------------------------------------------------------

TEST(LifeJson, ShowsThePolicyOfTheServer) {
  server_policy server;
  server.defaults.initial = 90s;
  server.defaults.interval = 60s;
  server.defaults.max_age = 24h;
  server.defaults.on_idle = idle_action::remove;
  const auto doc = shown(some_container(), server);
  const auto& policy = doc["policy"];
  EXPECT_EQ(policy["initial_timeout"].GetInt64(), 90);
  EXPECT_EQ(policy["timeout"].GetInt64(), 60);
  EXPECT_FALSE(policy["disable_timeouts"].GetBool());
  EXPECT_EQ(policy["max_age"].GetInt64(), 86400);
  EXPECT_EQ(life_text(policy, "on_idle"), "remove");
}

TEST(LifeJson, ShowsWhatAContainerHasOfItsOwnWhereItHolds) {
  policy_overrides own;
  own.timeout = 1h;
  own.disable_timeouts = true;
  own.on_idle = idle_action::pause;
  auto view = some_container();
  view.own = std::make_shared<const policy_overrides>(own);
  server_policy server;
  server.bounds.timeout_max = 60s;
  const auto doc = shown(view, server);
  const auto& policy = doc["policy"];
  EXPECT_EQ(policy["timeout"].GetInt64(), 60) << "the bounds were tightened";
  EXPECT_EQ(policy["initial_timeout"].GetInt64(), 7200);
  EXPECT_TRUE(policy["disable_timeouts"].GetBool());
  EXPECT_EQ(policy["max_age"].GetInt64(), 0);
  EXPECT_EQ(life_text(policy, "on_idle"), "pause");
}

TEST(LifeJson, TheStopFollowsThePolicyOfTheContainer) {
  auto view = some_container();
  view.life.next_check = in(10s);
  server_policy server;
  server.defaults.interval = 30s;
  EXPECT_EQ(life_text(shown(view, server), "stops_at"),
            "2014-05-01T12:00:40.000Z");
  policy_overrides own;
  own.timeout = 50s;
  view.own = std::make_shared<const policy_overrides>(own);
  EXPECT_EQ(life_text(shown(view, server), "stops_at"),
            "2014-05-01T12:01:00.000Z");
  own.disable_timeouts = true;
  view.own = std::make_shared<const policy_overrides>(own);
  EXPECT_EQ(life_text(shown(view, server), "stops_at"), "null");
}

TEST(LifeJson, SaysThatItStopsSoonFromTheWarningOn) {
  auto view = some_container();
  view.life.last_chance = true;
  server_policy server;
  const auto soon = [&](span left) {
    view.life.next_check = in(left);
    return shown(view, server)["stopping_soon"].GetBool();
  };
  EXPECT_TRUE(soon(1s));
  EXPECT_TRUE(soon(60s));
  EXPECT_FALSE(soon(60s + 1ms));
  server.defaults.warn_before = 2min;
  EXPECT_TRUE(soon(2min));
  server.defaults.warn_before = 0s;
  EXPECT_FALSE(soon(0s));
  server.defaults = {};
  server.defaults.disabled = true;
  EXPECT_FALSE(soon(1s));
}
