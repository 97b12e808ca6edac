#include "http/origin.hpp"

#include <gtest/gtest.h>

using namespace spin::http;

namespace {

using header = std::pair<std::string, std::string>;

bool forged(const std::string& method, std::vector<header> headers) {
  request from;
  from.method = method;
  from.headers = std::move(headers);
  from.headers.emplace_back("host", "spin.example:8080");
  return is_forged(from);
}

} // namespace

TEST(Origin, WhatNoBrowserSentIsNotForged) {
  for (auto method : {"POST", "PATCH", "DELETE"})
    EXPECT_FALSE(forged(method, {}));
}

TEST(Origin, ReadingIsNeverForged) {
  for (auto method : {"GET", "HEAD"})
    EXPECT_FALSE(forged(method, {{"sec-fetch-site", "cross-site"},
                                 {"origin", "https://evil.example"}}));
}

TEST(Origin, AnotherSiteIsForgedWhateverTheMethod) {
  for (auto method : {"POST", "PATCH", "DELETE", "PUT", "get"})
    for (auto site : {"cross-site", "same-site", "Same-Origin", "", "x"})
      EXPECT_TRUE(forged(method, {{"sec-fetch-site", site}})) << site;
}

TEST(Origin, TheSameSiteIsNot) {
  EXPECT_FALSE(forged("POST", {{"sec-fetch-site", "same-origin"}}));
  EXPECT_FALSE(forged("POST", {{"sec-fetch-site", "none"}}));
  // A proxy may have put another host there.
  EXPECT_FALSE(forged("POST", {{"sec-fetch-site", "same-origin"},
                               {"origin", "https://outside.example"}}));
  EXPECT_FALSE(forged("POST", {{"origin", "http://spin.example:8080"}}));
  EXPECT_FALSE(forged("POST", {{"origin", "https://SPIN.example:8080"}}));
}

TEST(Origin, ABrowserWithoutFetchMetadataTellsItsOrigin) {
  for (auto origin :
       {"https://evil.example", "null", "", "http://spin.example",
        "http://spin.example:8081", "http://spin.example:8080.evil.example",
        "spin.example:8080", "http://", "http://a, http://spin.example:8080"})
    EXPECT_TRUE(forged("POST", {{"origin", origin}})) << origin;
}

TEST(Origin, TwoThatDifferAreForged) {
  EXPECT_TRUE(forged("POST", {{"sec-fetch-site", "same-origin"},
                              {"sec-fetch-site", "cross-site"}}));
}
