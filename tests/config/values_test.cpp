#include "config/values.hpp"

#include <limits>
#include <random>

#include <gtest/gtest.h>

#include "config/addresses.hpp"

namespace spin::config {

namespace {

using namespace std::chrono_literals;
using std::chrono::seconds;

constexpr auto most = std::numeric_limits<std::int64_t>::max();

TEST(Durations, EveryDurationIsReadBackFromItsText) {
  std::mt19937_64 random{42};
  for (int i = 0; i < 20000; ++i) {
    const seconds value{
        static_cast<std::int64_t>(random() >> (1 + random() % 63))};
    EXPECT_EQ(parse_duration(to_text(value)), value) << to_text(value);
  }
}

TEST(Durations, AUnitMultipliesAndNeverWraps) {
  std::mt19937_64 random{7};
  const std::pair<char, std::int64_t> units[] = {
      {'s', 1}, {'m', 60}, {'h', 3600}, {'d', 86400}};
  for (int i = 0; i < 20000; ++i) {
    const auto count = static_cast<std::int64_t>(random() >> (1 + i % 30));
    for (const auto& [letter, length] : units) {
      const auto value = parse_duration(std::to_string(count) + letter);
      if (count > most / length)
        EXPECT_FALSE(value) << count << letter;
      else
        EXPECT_EQ(value, seconds{count * length}) << count << letter;
    }
  }
}

TEST(Durations, PlainNumbersAreSeconds) {
  EXPECT_EQ(parse_duration("7200"), 2h);
  EXPECT_EQ(parse_duration("0"), 0s);
  EXPECT_EQ(parse_duration(std::to_string(most)), seconds{most});
}

TEST(Durations, TextShowsTheLargestExactUnit) {
  EXPECT_EQ(to_text(7200s), "2h");
  EXPECT_EQ(to_text(90s), "90s");
  EXPECT_EQ(to_text(0s), "0s");
  EXPECT_EQ(to_text(86400s * 30), "30d");
}

TEST(Booleans, EveryWordWorksInAnyCase) {
  // S13: the text "False" means false, not "something is set".
  for (const auto word : {"false", "False", "FALSE", "no", "No", "off", "0"})
    EXPECT_EQ(parse_boolean(word), false) << word;
  for (const auto word : {"true", "True", "TRUE", "yes", "YES", "On", "1"})
    EXPECT_EQ(parse_boolean(word), true) << word;
}

TEST(Booleans, EverythingElseIsRefused) {
  for (const auto word : {"", "2", "t", "f", "None", " true", "falsetrue"})
    EXPECT_FALSE(parse_boolean(word)) << word;
}

TEST(Addresses, ANulByteEndsNoAddress) {
  const std::string text{"127.0.0.1\0.evil", 15};
  EXPECT_FALSE(ip_addresses().read(text));
  EXPECT_FALSE(networks().read(text));
}

TEST(Addresses, NetworksMayHaveBlanksAroundThem) {
  const std::vector<std::string> both{"10.0.0.0/8", "::1"};
  EXPECT_EQ(networks().read("  10.0.0.0/8 ,\t::1 "), both);
  EXPECT_EQ(networks().read(" "), std::vector<std::string>{});
}

TEST(Addresses, OnlyAStoreWithAPasswordHasAMask) {
  const auto store = store_addresses();
  EXPECT_EQ(store.masked("redis://:pw@h:1/2"), "redis://***@h:1/2");
  EXPECT_EQ(store.masked("redis+unix://u:pw@/r"), "redis+unix://***@/r");
  EXPECT_EQ(store.masked("unix:///a@b"), "");
  EXPECT_EQ(store.masked("redis://h"), "");
  EXPECT_EQ(store.masked("sqlite:a@b.db"), "");
}

TEST(Problems, AreOneLineWhateverTheyHold) {
  const problem p{"a\nb:1", "k\rk", shown_value("x\n\x1b[31m"), "\n"};
  const auto line = p.line();
  EXPECT_EQ(line.find_first_of("\n\r\x1b"), std::string::npos) << line;
}

TEST(Problems, QuoteNothingBeforeAnAtSign) {
  EXPECT_EQ(shown_value("tcp://me:secret@host"), "\"...@host\"");
  EXPECT_LT(shown_value(std::string(10000, 'x')).size(), 80u);
}

TEST(Problems, ShowOnlyTheWordThatAKeyBeginsWith) {
  EXPECT_EQ(shown_key("sd_password:secret"), "sd_password...");
  EXPECT_EQ(shown_key("sd_listen"), "sd_listen");
}

} // namespace

} // namespace spin::config
