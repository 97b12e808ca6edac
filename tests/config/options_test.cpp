#include "config/options.hpp"

#include <set>

#include <gtest/gtest.h>

#include "samples.hpp"

namespace spin::config {

namespace {

TEST(Options, EveryOptionHasSamples) {
  std::set<std::string> with_samples;
  for (const auto& one : samples()) {
    with_samples.insert(one.key);
    EXPECT_EQ(one.good.size(), 4u) << one.key;
    EXPECT_FALSE(one.bad.empty()) << one.key;
  }
  std::set<std::string> keys;
  for (const auto& row : options())
    EXPECT_TRUE(keys.insert(row.key).second) << row.key << " stands twice";
  EXPECT_EQ(keys, with_samples);
}

TEST(Options, EveryGoodValueIsShownAsItIsWritten) {
  for (const auto& one : samples())
    for (const auto& value : one.good) {
      settings into;
      const auto& row = *find_option(one.key);
      EXPECT_TRUE(row.assign(into, value)) << one.key << '=' << value;
      EXPECT_EQ(row.show(into), value) << one.key;
    }
}

TEST(Options, ARowChangesItsOwnFieldOnly) {
  for (const auto& one : samples()) {
    settings into;
    ASSERT_TRUE(find_option(one.key)->assign(into, one.good[0]));
    for (const auto& row : options())
      if (row.key != one.key) {
        EXPECT_EQ(row.show(into), row.default_text())
            << one.key << " changed " << row.key;
      }
  }
}

TEST(Options, ABadValueChangesNothing) {
  for (const auto& one : samples())
    for (const auto& value : one.bad) {
      settings into;
      EXPECT_FALSE(find_option(one.key)->assign(into, value))
          << one.key << '=' << value;
      EXPECT_EQ(into, settings{}) << one.key << '=' << value;
    }
}

TEST(Options, EveryDefaultIsAllowed) {
  for (const auto& row : options()) {
    settings into;
    EXPECT_TRUE(row.assign(into, row.default_text())) << row.key;
    EXPECT_EQ(into, settings{}) << row.key;
  }
}

TEST(Options, EveryRowSpeaksToPeople) {
  for (const auto& row : options()) {
    EXPECT_FALSE(row.help.empty() || row.help.ends_with('.')) << row.key;
    EXPECT_TRUE(row.advice.ends_with('.')) << row.key;
    EXPECT_FALSE(row.allowed.empty()) << row.key;
    EXPECT_EQ(row.help.find('\n'), std::string::npos) << row.key;
  }
}

TEST(Options, TheDefaultsOfTheManualHold) {
  const auto value = [](const char* key) {
    return find_option(key)->default_text();
  };
  EXPECT_EQ(value("sd_environment"), "development");
  EXPECT_EQ(value("sd_password"), "spindocker");
  EXPECT_EQ(value("sd_disable_timeouts"), "false");
  EXPECT_EQ(value("sd_initial_timeout_interval"), "2h");
  EXPECT_EQ(value("sd_timeout_interval"), "30m");
}

TEST(Options, ATypingErrorIsRecognized) {
  EXPECT_EQ(nearest_key("sd_timout_interval"), "sd_timeout_interval");
  EXPECT_EQ(nearest_key("listen"), "sd_listen");
  EXPECT_EQ(nearest_key("sd_pasword"), "sd_password");
  EXPECT_EQ(nearest_key("completely_different"), "");
  EXPECT_EQ(nearest_key(std::string(1 << 20, 'x')), "");
}

} // namespace

} // namespace spin::config
