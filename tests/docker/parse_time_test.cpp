#include "docker/parse_time.hpp"

#include <cstdio>
#include <string>

#include <gtest/gtest.h>

namespace spin::docker {

namespace {

constexpr std::int64_t second = 1'000'000'000;

std::int64_t ns(const std::string& text) {
  const auto result = parse_time(text);
  EXPECT_TRUE(result) << result.error().what;
  return static_cast<std::int64_t>(result.value_or(incarnation::none));
}

} // namespace

TEST(ParseTime, IsExactToTheNanosecond) {
  EXPECT_EQ(ns("2026-11-22T17:29:40.300183302Z"), 1795368580300183302);
  EXPECT_EQ(ns("2026-11-22T17:29:40.300183303Z"), 1795368580300183303);
}

TEST(ParseTime, TakesAnyNumberOfDigitsOfTheFraction) {
  const std::string digits = "123456789987654321";
  std::int64_t expected = 0;
  std::int64_t unit = second;
  for (std::size_t n = 1; n <= digits.size(); ++n) {
    unit /= 10; // 0 beyond the ninth: cut off
    expected += (digits[n - 1] - '0') * unit;
    EXPECT_EQ(ns("1970-01-01T00:00:00." + digits.substr(0, n) + "Z"), expected);
  }
  EXPECT_EQ(ns("1970-01-01T00:00:01Z"), second);
}

TEST(ParseTime, TheSameMomentInEveryZoneIsTheSame) {
  const auto utc = ns("2026-11-22T12:00:00.5Z");
  for (int minutes = -14 * 60; minutes <= 14 * 60; minutes += 15) {
    const int local = 12 * 60 + minutes;
    const int day = 22 + (local < 0 ? -1 : local >= 24 * 60 ? 1 : 0);
    const int clock = (local + 24 * 60) % (24 * 60);
    const int ahead = std::abs(minutes);
    char text[64];
    std::snprintf(text, sizeof text, "2026-11-%02dT%02d:%02d:00.5%c%02d:%02d",
                  day, clock / 60, clock % 60, minutes < 0 ? '-' : '+',
                  ahead / 60, ahead % 60);
    EXPECT_EQ(ns(text), utc) << text;
  }
}

TEST(ParseTime, GoesUpSecondBySecondOverALeapDay) {
  EXPECT_EQ(ns("2028-02-29T00:00:00Z") - ns("2028-02-28T23:59:59Z"), second);
  EXPECT_EQ(ns("2028-03-01T00:00:00Z") - ns("2028-02-29T23:59:59Z"), second);
  EXPECT_EQ(ns("2261-12-31T23:59:59Z") % second, 0);
}

TEST(ParseTime, GoZeroIsNever) {
  EXPECT_EQ(parse_time("0001-01-01T00:00:00Z"), incarnation::none);
}

TEST(ParseTime, OtherTextIsMalformed) {
  for (const auto* text : {"",
                           "now",
                           "2026-11-22",
                           "2026-11-22T17:29:40",
                           "2026-11-22 17:29:40Z",
                           "2026-13-01T00:00:00Z",
                           "2026-02-29T00:00:00Z",
                           "2026-11-22T24:00:00Z",
                           "2026-11-22T23:60:00Z",
                           "2026-11-22T23:59:60Z",
                           "2026-11-22T17:29:40.Z",
                           "2026-11-22T17:29:40.5",
                           "2026-11-22T17:29:40ZZ",
                           "2026-11-22T17:29:40+2",
                           "2026-11-22T17:29:40+24:00",
                           "2262-01-01T00:00:00Z",
                           "1969-12-31T23:59:59Z",
                           "1970-01-01T00:00:00+02:00",
                           "0001-01-01T00:00:00.1Z",
                           "26-11-22T17:29:40Z",
                           "-026-11-22T17:29:40Z"})
    EXPECT_FALSE(parse_time(text)) << text;
}

TEST(ParseTime, EveryTruncationIsMalformed) {
  const std::string text = "2026-11-22T17:29:40.300183302+02:00";
  for (std::size_t n = 0; n < text.size(); ++n)
    EXPECT_FALSE(parse_time(text.substr(0, n))) << n;
}

} // namespace spin::docker
