// Two parsers read the same addresses, as config/ includes nothing of ours: one
// checks, the other connects. They must agree, or a server passes
// --check-config and cannot start.
#include <random>

#include <gtest/gtest.h>

#include "config/addresses.hpp"
#include "store/uri.hpp"

namespace spin::config {

namespace {

const std::vector<std::string> good{
    "sqlite:x.db",
    "sqlite:./var/x.db",
    "sqlite:/var/lib/x.db",
    "sqlite:///var/lib/x.db",
    "sqlite:a@b.db",
    "redis://h",
    "redis://h/",
    "redis://h:1/2",
    "redis://[::1]:6379/15",
    "redis://:p@h",
    "redis://u:p%40%2f%3A%25@h:1/2",
    "redis+unix:///r.sock?db=3",
    "redis+unix://:p@/r@s?db=3",
    "unix:///r.sock",
};

const std::vector<std::string> bad{
    "",
    "x.db",
    "/x.db",
    "sqlite",
    "sqlite:",
    "sqlite:a/",
    "sqlite://foo/bar",
    "sqlite://x.db",
    "sqlite://",
    "redis:h",
    "redis://",
    "redis://:1",
    "redis://h:",
    "redis://h:0",
    "redis://h:65536",
    "redis://h:1x",
    "redis://h/x",
    "redis://h/1/2",
    "redis://[::1",
    "redis://[::1]7",
    "redis://::1",
    "redis://user@h",
    "redis://:@h",
    "redis://:%@h",
    "redis://:%4@h",
    "redis://:%zz@h:1",
    "redis://%zz:p@h:1",
    "redis+unix://:%zz@/r.sock",
    "redis://:a@b@h:x",
    "rediss://h",
    "unix://r.sock",
    "unix:///",
    "unix:///r?x=1",
    "unix:///r?db=",
    "unix:///r?db=x",
};

bool passes_check(const std::string& text) {
  return store_addresses().read(text).has_value();
}

bool can_be_opened(const std::string& text) {
  return store::parse_uri(text).has_value();
}

} // namespace

TEST(StoreAddresses, BothParsersAgreeOnTheSamples) {
  for (const auto& text : good) {
    EXPECT_TRUE(passes_check(text)) << text;
    EXPECT_TRUE(can_be_opened(text)) << text;
  }
  for (const auto& text : bad) {
    EXPECT_FALSE(passes_check(text)) << text;
    EXPECT_FALSE(can_be_opened(text)) << text;
  }
}

TEST(StoreAddresses, WhatPassesTheCheckCanBeOpened) {
  std::mt19937 random{11};
  constexpr std::string_view letters = "/:@%?#[]=.-+ 0a9zdb";
  int passed = 0;
  for (int i = 0; i < 100'000; ++i) {
    auto text = good[random() % good.size()];
    for (auto changes = random() % 4; changes > 0; --changes) {
      const auto at = random() % (text.size() + 1);
      const auto letter = letters[random() % letters.size()];
      if (at < text.size() && random() % 2 == 0)
        text[at] = letter;
      else
        text.insert(at, 1, letter);
    }
    if (!passes_check(text))
      continue;
    ++passed;
    ASSERT_TRUE(can_be_opened(text)) << text;
  }
  EXPECT_GT(passed, 10'000);
}

} // namespace spin::config
