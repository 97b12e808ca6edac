#include "store/utf8.hpp"

#include <gtest/gtest.h>

#include "tests/store/samples.hpp"

namespace spin::test {

using namespace std::string_literals;

TEST(Utf8, KnowsWhatIsWellFormed) {
  for (const auto& good :
       {""s, "a"s, "\0"s, "\xc3\xa9"s, "\xe2\x82\xac"s, "\xf0\x9f\x90\xb3"s,
        "\xed\x9f\xbf"s, "\xee\x80\x80"s, "\xf4\x8f\xbf\xbf"s})
    EXPECT_TRUE(is_utf8(good)) << good;
  // Stray, cut off, overlong, a surrogate, beyond the last plane.
  for (const auto& bad :
       {"\x80"s, "\xc3"s, "\xe2\x82"s, "\xc0\x80"s, "\xe0\x80\x80"s,
        "\xed\xa0\x80"s, "\xf4\x90\x80\x80"s, "\xff"s, "\xc3\0"s})
    EXPECT_FALSE(is_utf8(bad)) << bad;
}

TEST(Utf8, ReplacesEachByteThatIsStray) {
  EXPECT_EQ(to_utf8("a\xffz"), "a\xef\xbf\xbdz");
  EXPECT_EQ(to_utf8("\xe2\x82"), "\xef\xbf\xbd\xef\xbf\xbd");
}

TEST(Utf8Laws, WhatComesOutIsWellFormedAndGoodTextStays) {
  dice from{20'266};
  for (int i = 0; i < 2'000; ++i) {
    auto text = random_text(from);
    ASSERT_EQ(to_utf8(text), text);
    for (auto& byte : text)
      if (from() % 4 == 0)
        byte = static_cast<char>(from());
    ASSERT_TRUE(is_utf8(to_utf8(text)));
    ASSERT_EQ(is_utf8(text), to_utf8(text) == text);
  }
}

} // namespace spin::test
