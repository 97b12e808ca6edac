#include "store/cause.hpp"

#include <gtest/gtest.h>

namespace spin {

TEST(Cause, ARequestIsNamedByItsIdAndAnythingElseByAWord) {
  const cause asked{trigger::request, "4f0c"};
  EXPECT_EQ(key_of(asked), "request");
  EXPECT_EQ(to_string(asked), "4f0c");
  const cause looked{trigger::idle_check};
  EXPECT_EQ(key_of(looked), "cause");
  EXPECT_EQ(to_string(looked), "idle-check");
}

TEST(Cause, EveryTriggerHasAWordOfItsOwn) {
  std::string all;
  std::uint8_t i = 0;
  for (; to_string(static_cast<trigger>(i)) != "unknown"; ++i) {
    const std::string word{to_string(static_cast<trigger>(i))};
    EXPECT_EQ(all.find('|' + word + '|'), std::string::npos) << word;
    all += '|' + word + '|';
  }
  EXPECT_EQ(i, static_cast<std::uint8_t>(trigger::recovery) + 1);
}

// What is taken over from a proxy stands in headers, logs and JSON as it is.
TEST(RequestId, IsShortAndNeedsNoQuotesAnywhere) {
  for (const auto* good : {"a", "0", "Az09._-", "."})
    EXPECT_TRUE(is_request_id(good)) << good;
  EXPECT_TRUE(is_request_id(std::string(64, 'x')));
  EXPECT_FALSE(is_request_id(std::string(65, 'x')));
  EXPECT_FALSE(is_request_id(""));
  const std::string allowed = "abcdefghijklmnopqrstuvwxyz"
                              "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
  for (int c = 0; c < 256; ++c) {
    const std::string text{'a', static_cast<char>(c)};
    EXPECT_EQ(is_request_id(text),
              allowed.find(static_cast<char>(c)) != std::string::npos)
        << c;
  }
}

} // namespace spin
