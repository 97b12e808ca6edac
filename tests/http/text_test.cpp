#include "http/text.hpp"

#include <gtest/gtest.h>

using namespace spin::http;

TEST(Utf8, WellFormedTextPasses) {
  for (std::string_view text :
       {"", "a", "\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x90\xb3"})
    EXPECT_TRUE(is_utf8(text)) << text;
  EXPECT_TRUE(is_utf8(std::string_view{"\0", 1}));
}

TEST(Utf8, BrokenTextDoesNot) {
  for (std::string_view text :
       {"\xff", "\x80", "\xc3", "\xc0\xaf", "\xe0\x80\x80", "\xed\xa0\x80",
        "\xf4\x90\x80\x80", "a\xe2\x82", "\xc3(", "\xf0\x9f\x90"})
    EXPECT_FALSE(is_utf8(text));
}

TEST(WholeNumber, TakesPlainDigitsUpToItsLimit) {
  EXPECT_EQ(whole_number("0", 10), 0u);
  EXPECT_EQ(whole_number("007", 10), 7u);
  EXPECT_EQ(whole_number("10", 10), 10u);
  EXPECT_FALSE(whole_number("11", 10));
  EXPECT_FALSE(whole_number("99999999999999999999999", ~0ull));
}

TEST(WholeNumber, TakesNothingElse) {
  for (auto text : {"", "-1", "+1", "1.0", "1e3", " 1", "1 ", "0x1", "x", "-0"})
    EXPECT_FALSE(whole_number(text, ~0ull)) << text;
}

TEST(Trimmed, TakesBlanksOffBothEnds) {
  EXPECT_EQ(trimmed(" \ta b\t "), "a b");
  EXPECT_EQ(trimmed(" \t"), "");
}
