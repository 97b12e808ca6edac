#include "http/field_values.hpp"

#include <gtest/gtest.h>

#include "samples.hpp"

using namespace spin::http;
using namespace spin::http::test;

namespace {

std::optional<std::chrono::seconds> length(std::string text) {
  return duration_in("x", {{"x", std::move(text)}}, 2h).value_or(-1s);
}

std::string length_error(std::string text) {
  const auto read = duration_in("x", {{"x", std::move(text)}}, 2h);
  return read ? "(none)" : read.error().message;
}

} // namespace

TEST(LengthField, IsSecondsOrANumberWithAUnit) {
  EXPECT_EQ(length("0"), 0s);
  EXPECT_EQ(length("90"), 90s);
  EXPECT_EQ(length("90s"), 90s);
  EXPECT_EQ(length("30m"), 30min);
  EXPECT_EQ(length("2h"), 2h);
  EXPECT_EQ(duration_in("x", {{"x", "365d"}}).value(), longest);
}

TEST(LengthField, IsRefusedWithItsFormAndLimit) {
  for (std::string text : {"", "-1", "x", "1.5", "1e3", "7201", "121m", "3h",
                           "0x1", "+1", " 1", "1 ", "true", "infinity",
                           "9223372036854775807", "99999999999999999999d"})
    EXPECT_EQ(length_error(text), "x: must be whole seconds from 0 to 7200, or "
                                  "as much with s, m, h or d")
        << text;
  EXPECT_FALSE(duration_in("x", {{"x", "366d"}}));
}

TEST(Fields, ThatAreNotThereAreNone) {
  EXPECT_EQ(duration_in("x", {{"y", "1"}}, 2h).value(), std::nullopt);
  EXPECT_EQ(truth_in("x", {{"y", "1"}}).value(), std::nullopt);
}

TEST(TruthField, IsOneOfManyWordsAndNothingElse) {
  for (auto word : {"true", "True", "1", "yes", "on", "y"})
    EXPECT_EQ(truth_in("x", {{"x", word}}).value(), true) << word;
  for (auto word : {"false", "FALSE", "0", "no", "off", "n"})
    EXPECT_EQ(truth_in("x", {{"x", word}}).value(), false) << word;
  for (auto word : {"", "2", "-1", "maybe", "truee"})
    EXPECT_EQ(truth_in("x", {{"x", word}}).error().message,
              "x: must be true or false")
        << word;
}
