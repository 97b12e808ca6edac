#include "http/routes.hpp"

#include <fstream>
#include <iterator>
#include <set>

#include <gmock/gmock.h>

using namespace spin::http;
using testing::HasSubstr;

namespace {

std::string pattern_of(surface on, std::string_view method,
                       std::string_view path) {
  const auto found = match(on, method, path).found;
  return found ? std::string{found->pattern} : "(none)";
}

std::string allowed(surface on, std::string_view path) {
  return match(on, "TRACE", path).allowed;
}

/// A path that a pattern fits.
std::string example(std::string_view pattern) {
  std::string path{pattern};
  if (const auto at = path.find(":id"); at != std::string::npos)
    path.replace(at, 3, "0123456789ab");
  return path;
}

} // namespace

TEST(Routes, EachIsFoundByItsMethodAndPath) {
  for (const auto& each : routes()) {
    const auto found = match(surface::api, each.method, example(each.pattern));
    EXPECT_EQ(found.found, &each) << each.method << " " << each.pattern;
  }
}

TEST(Routes, NoTwoAreTheSame) {
  std::set<std::pair<std::string_view, std::string_view>> seen;
  for (const auto& each : routes())
    EXPECT_TRUE(seen.emplace(each.method, each.pattern).second) << each.pattern;
}

TEST(Routes, IdIsTheOneSegmentThatStandsThere) {
  EXPECT_EQ(match(surface::api, "GET", "/v1/containers/abc").id, "abc");
  EXPECT_EQ(match(surface::api, "GET", "/v1/containers/a%2Fb").id, "a%2Fb");
  EXPECT_EQ(match(surface::api, "POST", "/v1/containers/abc/keep-alive").id,
            "abc");
}

TEST(Routes, OtherPathsAreNone) {
  for (auto path : {"/v1", "/v1/", "/ui", "/ui/", "/ui/x", "/ui//x", "/v1/containers/", "/v1/containers/a/b",
                    "/v1/images/", "//v1/images", "/V1/images", "*", "",
                    "/v1/containers/a/", "/v1/containers//keep-alive",
                    "/v1/containers/a/keep-alive/", "/v2/images"})
    EXPECT_EQ(allowed(surface::api, path), "") << path;
}

TEST(Routes, AWrongMethodLearnsTheRightOnes) {
  EXPECT_EQ(allowed(surface::api, "/v1/containers"), "GET, HEAD, POST");
  EXPECT_EQ(allowed(surface::api, "/v1/containers/x"),
            "GET, HEAD, PATCH, DELETE");
  EXPECT_EQ(allowed(surface::api, "/v1/check-in"), "POST");
  EXPECT_EQ(allowed(surface::api, "/v1/containers/x/keep-alive"), "POST");
  EXPECT_FALSE(match(surface::api, "PUT", "/v1/containers").found);
}

TEST(Routes, HeadGoesWhereGetGoes) {
  EXPECT_EQ(pattern_of(surface::api, "HEAD", "/v1/images"), "/v1/images");
  EXPECT_EQ(pattern_of(surface::api, "HEAD", "/v1/check-in"), "(none)");
}

// A route that changes something must not be left to those who only read.
TEST(Routes, WhatChangesThingsNeedsARoleThatDoes) {
  for (const auto& each : routes())
    // But everybody may log out.
    if (each.method != "GET" && each.needs != access::open
        && each.pattern != "/v1/session") {
      EXPECT_EQ(each.needs, access::write) << each.method << each.pattern;
    }
}

// S6: what containers reach must not be the way to everything else.
TEST(Routes, ContainersReachTheCheckInOnly) {
  std::set<std::string_view> reachable;
  for (const auto& each : routes())
    if (match(surface::check_in, each.method, example(each.pattern)).found)
      reachable.insert(each.pattern);
  EXPECT_THAT(reachable, testing::UnorderedElementsAre("/v1/check-in"));
}

TEST(Routes, OnlyCheckInHealthLoginAndThePageNeedNoLogin) {
  std::set<std::string_view> without;
  for (const auto& each : routes())
    if (each.needs == access::open)
      without.insert(each.pattern);
  EXPECT_THAT(without, testing::UnorderedElementsAre(
                           "/v1/check-in", "/healthz", "/readyz", "/v1/session",
                           "/", "/ui/:version/:file"));
}

TEST(Routes, TheTableListsEachWithItsHelp) {
  const auto table = api_table();
  for (const auto& each : routes()) {
    const auto start = "| " + std::string{each.method} + " | `"
                       + std::string{each.pattern} + "` | ";
    EXPECT_THAT(table, HasSubstr(start));
    EXPECT_THAT(table, HasSubstr(std::string{each.help}));
  }
}

TEST(Routes, TheReadmeShowsTheTableAsPrinted) {
  std::ifstream file{SPIN_README};
  const std::string readme{std::istreambuf_iterator<char>{file}, {}};
  EXPECT_THAT(readme, HasSubstr(api_table()));
}
