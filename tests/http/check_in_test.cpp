#include "http/check_in.hpp"

#include <gmock/gmock.h>

#include "samples.hpp"

using namespace spin::http;
using namespace spin::http::test;
using testing::StartsWith;

namespace {

constexpr auto longest_hold = 24h;

reading<check_in_report> read_report(const request& from) {
  return read_check_in(from, longest_hold);
}

std::string report_error(std::string_view type, std::string_view body) {
  const auto what = read_report(with_body(type, body));
  return what ? "(none)" : what.error().message;
}

std::uint64_t number_in(std::string_view type, std::string_view body) {
  return read_report(with_body(type, body)).value().said.active.value();
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
  EXPECT_EQ(report_error(form_type, "active=3&active_connections=4"),
            "active_connections: differs from another field for the same");
}

// S6: the original took every text other than "0" for activity.
TEST(CheckIn, TakesWholeNumbersOnly) {
  for (auto text : {"-1", "x", "", "0.0", "false", "1e3", "+1", "0x1",
                    "9223372036854775808", "99999999999999999999999999"})
    EXPECT_THAT(report_error(form_type, std::string{"active="} + text),
                StartsWith("active: must be a whole number from 0 to "
                           "9223372036854775807"))
        << text;
  EXPECT_EQ(number_in(form_type, "active=00"), 0u);
  EXPECT_EQ(number_in(form_type, "active=9223372036854775807"), max_active);
  for (auto text : {"-1", "1.0", "1e3"})
    EXPECT_THAT(report_error(json_type, "{\"active\":" + std::string{text} + "}"),
                StartsWith("active: must be a whole number"));
  EXPECT_THAT(report_error(json_type, R"({"active":true})"),
              StartsWith("active: must be a whole number"));
}

TEST(CheckIn, NeedsANumber) {
  EXPECT_THAT(report_error("", ""), StartsWith("active: is required"));
  EXPECT_THAT(report_error(form_type, "token=x"),
              StartsWith("active: is required"));
}

TEST(CheckIn, ItsHoldComesWithTheNumberOrAlone) {
  const auto both = read_report(with_body(form_type, "active=0&busy_for=30m")).value();
  EXPECT_EQ(both.said.active, 0u);
  EXPECT_EQ(both.said.busy_for, 30min);
  const auto alone =
      read_report(with_body(json_type, R"({"busy_for":86400})")).value();
  EXPECT_FALSE(alone.said.active);
  EXPECT_EQ(alone.said.busy_for, longest_hold);
  EXPECT_EQ(read_report(with_body(form_type, "busy_for=0"))->said.busy_for, 0s);
  EXPECT_FALSE(read_report(with_body(form_type, "active=1"))->said.busy_for);
}

TEST(CheckIn, ItsHoldHasALimit) {
  for (auto text : {"", "-1", "x", "1.5", "1e3", "86401", "2d", "true", "1h30m",
                    "99999999999999999999", "9223372036854775807"})
    for (std::string before : {"", "active=1&"})
      EXPECT_THAT(report_error(form_type, before + "busy_for=" + text),
                  StartsWith("busy_for: must be whole seconds from 0 to 86400"))
          << text;
  EXPECT_EQ(report_error(form_type, "busy_for=1&busy_for=1"),
            "busy_for: given twice");
}

TEST(CheckIn, IgnoresWhatElseAScriptSends) {
  EXPECT_EQ(number_in(form_type, "active=1&hostname=db1"), 1u);
}

TEST(CheckIn, TokenComesFromFieldOrHeader) {
  auto from = with_body(form_type, "active=1");
  EXPECT_FALSE(read_report(from)->token);
  from.headers.emplace_back("authorization", "Bearer id.secret");
  EXPECT_EQ(read_report(from)->token, "id.secret");
  from.body = "active=1&token=id.secret";
  EXPECT_EQ(read_report(from)->token, "id.secret");
  from.body = "active=1&token=other";
  EXPECT_EQ(read_report(from).error().message,
            "token: differs from the Authorization header");
}

TEST(CheckIn, AnEmptyTokenIsATokenToo) {
  EXPECT_EQ(read_report(with_body(form_type, "active=1&token="))->token, "");
}

TEST(CheckIn, APasswordIsNoToken) {
  auto from = with_body(form_type, "active=1");
  from.headers.emplace_back("authorization", "Basic YTpi");
  EXPECT_FALSE(read_report(from)->token);
}
