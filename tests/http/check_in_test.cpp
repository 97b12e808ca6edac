#include "http/check_in.hpp"

#include <gmock/gmock.h>

#include "samples.hpp"

using namespace spin::http;
using namespace spin::http::test;
using testing::StartsWith;

namespace {

std::string error_of(std::string_view type, std::string_view body) {
  const auto read = read_check_in(with_body(type, body));
  return read ? "(none)" : read.error().message;
}

std::uint64_t number_in(std::string_view type, std::string_view body) {
  return read_check_in(with_body(type, body)).value().said.active;
}

} // namespace

// S1: manual, images and code of the original each spelled it differently.
TEST(CheckIn, TakesAllThreeSpellings) {
  for (auto name : {"active", "active-connections", "active_connections"}) {
    EXPECT_EQ(number_in(form_type, std::string{name} + "=3"), 3u) << name;
    EXPECT_EQ(number_in(json_type, "{\"" + std::string{name} + "\":3}"), 3u);
    EXPECT_EQ(number_in(json_type, "{\"" + std::string{name} + "\":\"3\"}"),
              3u);
  }
}

TEST(CheckIn, SeveralSpellingsMustAgree) {
  EXPECT_EQ(number_in(form_type, "active=3&active-connections=03"), 3u);
  EXPECT_EQ(error_of(form_type, "active=3&active_connections=4"),
            "active_connections: differs from another field for the same");
}

// S6: the original took every text other than "0" for activity.
TEST(CheckIn, TakesWholeNumbersOnly) {
  for (auto text : {"-1", "x", "", "0.0", "false", "1e3", "+1", "0x1",
                    "9223372036854775808", "99999999999999999999999999"})
    EXPECT_THAT(error_of(form_type, std::string{"active="} + text),
                StartsWith("active: must be a whole number from 0 to "
                           "9223372036854775807"))
        << text;
  EXPECT_EQ(number_in(form_type, "active=00"), 0u);
  EXPECT_EQ(number_in(form_type, "active=9223372036854775807"), max_active);
  for (auto text : {"-1", "1.0", "1e3"})
    EXPECT_THAT(error_of(json_type, "{\"active\":" + std::string{text} + "}"),
                StartsWith("active: must be a whole number"));
  EXPECT_THAT(error_of(json_type, R"({"active":true})"),
              StartsWith("active: must be a whole number"));
}

TEST(CheckIn, NeedsANumber) {
  EXPECT_THAT(error_of("", ""), StartsWith("active: is required"));
  EXPECT_THAT(error_of(form_type, "token=x"),
              StartsWith("active: is required"));
}

TEST(CheckIn, IgnoresWhatElseAScriptSends) {
  EXPECT_EQ(number_in(form_type, "active=1&hostname=db1"), 1u);
}

TEST(CheckIn, TokenComesFromFieldOrHeader) {
  auto from = with_body(form_type, "active=1");
  EXPECT_FALSE(read_check_in(from)->token);
  from.headers.emplace_back("authorization", "Bearer id.secret");
  EXPECT_EQ(read_check_in(from)->token, "id.secret");
  from.body = "active=1&token=id.secret";
  EXPECT_EQ(read_check_in(from)->token, "id.secret");
  from.body = "active=1&token=other";
  EXPECT_EQ(read_check_in(from).error().message,
            "token: differs from the Authorization header");
}

TEST(CheckIn, AnEmptyTokenIsATokenToo) {
  EXPECT_EQ(read_check_in(with_body(form_type, "active=1&token="))->token, "");
}

TEST(CheckIn, APasswordIsNoToken) {
  auto from = with_body(form_type, "active=1");
  from.headers.emplace_back("authorization", "Basic YTpi");
  EXPECT_FALSE(read_check_in(from)->token);
}
