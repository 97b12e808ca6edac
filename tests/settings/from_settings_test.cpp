#include "from_settings.hpp"

#include <gmock/gmock.h>

#include "config/password_hash.hpp"

namespace spin {

namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

/// Each option with a value that no other has.
config::settings all_different() {
  config::settings result;
  result.sd_check_in = config::check_in_proof::token;
  result.sd_trusted_proxies = {"10.1.0.0/16"};
  result.sd_max_header_size = 2001;
  result.sd_max_body_size = 2002;
  result.sd_header_timeout = 3s;
  result.sd_body_timeout = 4s;
  result.sd_idle_connection_timeout = 5s;
  result.sd_send_timeout = 6s;
  result.sd_answer_timeout = 7s;
  result.sd_check_in_rate = 8;
  result.sd_check_in_burst = 9;
  result.sd_max_engine_requests = 10;
  result.sd_max_streams = 11;
  result.sd_max_connections = 12;
  result.sd_max_connections_per_address = 13;
  result.sd_session_max = 14h;
  result.sd_session_idle = 15min;
  result.sd_max_event_streams = 16;
  result.sd_access_log = config::access_log::errors;
  result.sd_policy_images = {"only-this"};
  return result;
}

config::settings with_user() {
  config::settings result;
  result.sd_password = "plain";
  result.sd_users.push_back({"ann", config::role::user,
                             config::hash_password("secret"), 3});
  return result;
}

} // namespace

TEST(FromSettings, EachLimitOfTheFrontEndIsTheOneThatWasSet) {
  const auto made = server_config_of(all_different());
  EXPECT_EQ(made.sizes.head, 2001u);
  EXPECT_EQ(made.sizes.body, 2002u);
  EXPECT_EQ(made.times.head, 3s);
  EXPECT_EQ(made.times.body, 4s);
  EXPECT_EQ(made.times.idle, 5s);
  EXPECT_EQ(made.times.send, 6s);
  EXPECT_EQ(made.times.answer, 7s);
  EXPECT_EQ(made.demand.check_in_rate, 8u);
  EXPECT_EQ(made.demand.check_in_burst, 9u);
  EXPECT_EQ(made.demand.engine_requests, 10u);
  EXPECT_EQ(made.demand.streams, 11u);
  EXPECT_EQ(made.caps.in_total, 12u);
  EXPECT_EQ(made.caps.from_one_address, 13u);
  EXPECT_EQ(made.event_streams, 16u);
}

TEST(FromSettings, SoIsWhatElseItGoesBy) {
  const auto made = server_config_of(all_different());
  EXPECT_TRUE(made.check_in_by_token);
  EXPECT_EQ(made.trusted_proxies, std::vector<std::string>{"10.1.0.0/16"});
  EXPECT_EQ(made.sessions.most, 14h);
  EXPECT_EQ(made.sessions.idle, 15min);
  EXPECT_EQ(made.access_log, config::access_log::errors);
  EXPECT_EQ(made.rules->images, std::vector<std::string>{"only-this"});
  EXPECT_FALSE(server_config_of({}).check_in_by_token);
}

// Else the time that a login takes would tell who admin is.
TEST(FromSettings, BesideUsersAPlainPasswordIsHashed) {
  const auto all = accounts_of(with_user());
  ASSERT_EQ(all.size(), 2u);
  for (const auto& each : all)
    EXPECT_TRUE(each.hashed) << each.name;
  EXPECT_TRUE(http::is_password_of(all.front(), "plain"));
  EXPECT_TRUE(http::is_password_of(all.back(), "secret"));
  EXPECT_EQ(all.back().max_running, 3u);
  EXPECT_EQ(all.back().may, role::user);
}

TEST(FromSettings, ProductionIsWarnedOfAPlainPassword) {
  auto set = with_user();
  const auto said = [&] {
    ::testing::internal::CaptureStderr();
    accounts_of(set);
    return ::testing::internal::GetCapturedStderr();
  };
  EXPECT_EQ(said(), "");
  set.sd_environment = config::environment::production;
  EXPECT_THAT(said(), HasSubstr("the password of admin stands in plain text"));
  set.sd_password = set.sd_users.front().password_hash;
  EXPECT_EQ(said(), "");
}

} // namespace spin
