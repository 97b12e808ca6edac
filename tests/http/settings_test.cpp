// The settings of one container, as POST and PATCH carry them.
#include "http/wishes.hpp"

#include <gmock/gmock.h>

#include "samples.hpp"

using namespace spin;
using namespace spin::http;
using namespace spin::http::test;
using testing::HasSubstr;
using testing::StartsWith;

namespace {

/// Reads a PATCH with that form.
reading<change_request> change(std::string_view form,
                               const server_policy& server = {}) {
  return read_change(with_body(form_type, form), server);
}

policy_overrides own_in(std::string_view form) {
  return change(form).value().own.value();
}

/// Returns why both a POST and a PATCH with that field are turned down.
std::string settings_error(const std::string& field,
                     const server_policy& server = {}) {
  const auto changed = change(field, server);
  const auto made =
      read_create(with_body(form_type, "image=x&" + field), server);
  if (changed || made)
    return "(none)";
  EXPECT_EQ(made.error(), changed.error());
  EXPECT_EQ(changed.error().status, 400);
  return changed.error().message;
}

const std::vector<std::string> lengths{"initial_timeout", "timeout", "max_age"};

} // namespace

TEST(Settings, AreReadFromFormAndJsonAlike) {
  policy_overrides all;
  all.initial_timeout = 90s;
  all.timeout = 30min;
  all.disable_timeouts = true;
  all.max_age = 48h;
  all.on_idle = idle_action::pause;
  EXPECT_EQ(own_in("initial_timeout=90&timeout=30m&disable_timeouts=true&"
                   "max_age=2d&on_idle=pause"),
            all);
  const auto json = with_body(
      json_type, R"({"image":"x","initial_timeout":90,"timeout":"30m",)"
                 R"("disable_timeouts":true,"max_age":172800,)"
                 R"("on_idle":"pause"})");
  EXPECT_EQ(read_create(json, {}).value().own, all);
}

TEST(Settings, AreNotSetUnlessGiven) {
  const auto wish = change("status=stopped");
  EXPECT_EQ(wish->status, wanted::stopped);
  EXPECT_FALSE(wish->own);
  EXPECT_EQ(read_create(with_body(form_type, "image=x"), {})->own,
            policy_overrides{});
  policy_overrides one;
  one.timeout = 5s;
  EXPECT_EQ(own_in("timeout=5"), one);
  EXPECT_FALSE(change("timeout=5")->status);
}

TEST(Settings, MayComeWithAStatus) {
  const auto wish = change("timeout=5&status=running");
  EXPECT_EQ(wish->status, wanted::running);
  EXPECT_EQ(wish.value().own.value().timeout, 5s);
}

TEST(Settings, MaySwitchThingsOff) {
  EXPECT_EQ(own_in("disable_timeouts=false").disable_timeouts, false);
  EXPECT_EQ(own_in("max_age=0").max_age, 0s);
}

TEST(Settings, ATimeoutThatIsNoneIsRefusedByName) {
  for (const auto& name : lengths)
    for (auto text :
         {"", "-1", "x", "1.5", "1e9", "+1", "true", "0x10", "1h30m", "366d",
          "31536001", "9223372036854775807", "99999999999999999999"})
      EXPECT_THAT(settings_error(name + "=" + text), StartsWith(name + ": must be "))
          << text;
}

TEST(Settings, OtherWordsAreRefusedByName) {
  for (auto text : {"", "2", "-1", "maybe", "null"})
    EXPECT_EQ(settings_error(std::string{"disable_timeouts="} + text),
              "disable_timeouts: must be true or false");
  for (auto text : {"", "kill", "Stop", "stopped", "1", "stop,remove"})
    EXPECT_EQ(settings_error(std::string{"on_idle="} + text),
              "on_idle: must be stop, pause or remove");
}

TEST(Settings, TwiceTheSameIsRefusedByName) {
  for (auto name : {"initial_timeout", "timeout", "max_age", "disable_timeouts",
                    "on_idle"}) {
    const auto twice = std::string{name} + "=1&" + name + "=1";
    EXPECT_EQ(settings_error(twice), std::string{name} + ": given twice");
  }
}

TEST(Settings, OneThatIsUnknownIsRefusedByName) {
  const auto wrong = change("timeuot=5");
  EXPECT_THAT(wrong.error().message,
              StartsWith("timeuot: unknown field; allowed: status, "));
  EXPECT_THAT(change("image=x").error().message, StartsWith("image: unknown"));
}

TEST(Settings, NothingOfAWishCountsIfOneOfThemIsWrong) {
  EXPECT_FALSE(change("status=stopped&timeout=x"));
  EXPECT_FALSE(change("timeout=5&status=paused"));
  EXPECT_FALSE(change("timeout=5&on_idle=x"));
}

// -- what the operator allows -------------------------------------------------

TEST(Settings, TimeoutsKeepWithinTheBounds) {
  server_policy server;
  server.bounds.timeout_min = 10s;
  server.bounds.timeout_max = 20s;
  for (std::string name : {"initial_timeout", "timeout"}) {
    for (auto text : {"0", "9", "21", "1d", "365d"})
      EXPECT_EQ(settings_error(name + "=" + text, server),
                name + ": must be from 10 to 20 seconds");
    EXPECT_TRUE(change(name + "=10", server));
    EXPECT_TRUE(change(name + "=20", server));
  }
  EXPECT_THAT(settings_error("timeout=0"), StartsWith("timeout: must be from 1 "));
}

TEST(Settings, IdlenessMayHaveToEndAContainer) {
  server_policy server;
  server.bounds.may_disable_timeouts = false;
  EXPECT_THAT(settings_error("disable_timeouts=true", server),
              StartsWith("disable_timeouts: "));
  EXPECT_TRUE(change("disable_timeouts=false", server));
}

TEST(Settings, AnAgeMayBeLessThanTheServersNotMoreOrNone) {
  server_policy server;
  server.defaults.max_age = 1h;
  for (auto text : {"0", "3601", "2h", "365d"})
    EXPECT_EQ(settings_error(std::string{"max_age="} + text, server),
              "max_age: must be from 1 to 3600 seconds")
        << text;
  EXPECT_TRUE(change("max_age=1", server));
  EXPECT_TRUE(change("max_age=1h", server));
}
