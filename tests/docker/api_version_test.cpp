#include "docker/api_version.hpp"

#include <gmock/gmock.h>

namespace spin::docker {

namespace {

outcome<api_version> negotiated(api_version oldest, api_version newest) {
  return negotiate({"20.10", newest, oldest});
}

} // namespace

TEST(ApiVersion, TextRoundTrips) {
  for (int minor = 0; minor < 200; ++minor) {
    const api_version v{1, minor};
    EXPECT_EQ(parse_api_version(to_string(v)), v);
  }
}

TEST(ApiVersion, OrdersMinorsAsNumbers) {
  EXPECT_LT(parse_api_version("1.9").value(),
            parse_api_version("1.41").value());
}

TEST(ApiVersion, OtherTextIsMalformed) {
  for (const auto* text : {"", "1", "1.", ".41", "1.41.2", "1.41x", " 1.41",
                           "v1.41", "0.0", "1.99999999999999"})
    EXPECT_EQ(parse_api_version(text).error().code, errc::malformed) << text;
}

TEST(ApiVersion, NewestCommonIsChosenWhateverTheyOffer) {
  for (int oldest = 1; oldest < 60; ++oldest)
    for (int newest = oldest; newest < 70; ++newest) {
      const auto chosen = negotiated({1, oldest}, {1, newest});
      const bool common =
          newest >= oldest_spoken.minor && oldest <= newest_spoken.minor;
      ASSERT_EQ(chosen.has_value(), common) << oldest << ' ' << newest;
      if (chosen) {
        EXPECT_EQ(chosen->minor, std::min(newest, newest_spoken.minor));
      }
    }
}

TEST(ApiVersion, RefusalNamesBothRanges) {
  const auto old = negotiated({1, 12}, {1, 40});
  ASSERT_FALSE(old);
  EXPECT_EQ(old.error().code, errc::engine_refused);
  EXPECT_EQ(old.error().what, "engine 20.10 speaks API 1.12 to 1.40, "
                              "this server 1.41 to 1.51");
}

} // namespace spin::docker
