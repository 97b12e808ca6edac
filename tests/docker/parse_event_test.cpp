#include "docker/parse_event.hpp"

#include <algorithm>
#include <set>
#include <sstream>

#include <gmock/gmock.h>

#include "tests/docker/recorded.hpp"

namespace spin::docker {

namespace {

using test::recorded;
using test::recorded_apis;
using testing::ElementsAre;
using testing::Pair;
using testing::StartsWith;

const std::string first =
    "ccfa2f01921bfeef4acd62a04801871b697ff9671488f2cb11284f6df173d770";
const std::string second =
    "a6d46149ee95083cd2df188ee8c825f1a997920d843b3eb71a2b34c15e17b9f2";

std::vector<std::string> lines(const std::string& api) {
  std::istringstream in(recorded(api, "events.jsonl"));
  std::vector<std::string> result;
  for (std::string line; std::getline(in, line);)
    result.push_back(line);
  return result;
}

std::string event(const std::string& type, const std::string& action,
                  const std::string& rest) {
  return R"({"Type":")" + type + R"(","Action":")" + action + "\"," + rest
         + "}";
}

std::string at(const std::string& time) {
  return event("container", "die", R"("Actor":{"ID":")" + first + "\"}" + time);
}

std::string complaint(const std::string& text) {
  const auto result = parse_event(text);
  EXPECT_FALSE(result) << text;
  if (result)
    return {};
  EXPECT_EQ(result.error().code, errc::malformed);
  return result.error().what;
}

/// Returns whether `text` is a whole event, none of ours, or malformed with a
/// reason.
bool keeps_the_law(const std::string& text) {
  const auto result = parse_event(text);
  if (!result)
    return result.error().code == errc::malformed
           && !result.error().what.empty();
  return !*result
         || ((*result)->container_id.size() == 64 && (*result)->at >= 0);
}

} // namespace

TEST(ParseEvent, ALifeReadsTheSameFromEveryEngine) {
  for (const auto& api : recorded_apis) {
    std::vector<std::pair<happening, std::string>> told;
    std::vector<std::int64_t> moments;
    for (const auto& line : lines(api)) {
      const auto event = parse_event(line);
      ASSERT_TRUE(event) << event.error().what;
      if (!*event)
        continue;
      told.emplace_back((*event)->what, (*event)->container_id);
      moments.push_back((*event)->at);
    }
    EXPECT_THAT(
        told,
        ElementsAre(
            Pair(happening::started, first), Pair(happening::renamed, first),
            Pair(happening::paused, first), Pair(happening::unpaused, first),
            Pair(happening::died, first), Pair(happening::stopped, first),
            Pair(happening::destroyed, first), Pair(happening::started, second),
            Pair(happening::oom, second), Pair(happening::died, second),
            Pair(happening::destroyed, second)))
        << api;
    EXPECT_EQ(moments.front(), 1795379862049423531) << "to the nanosecond";
    EXPECT_TRUE(std::is_sorted(moments.begin(), moments.end()));
  }
}

TEST(ParseEvent, PodmanRemovesWhereDockerDestroys) {
  const auto got = parse_event(event(
      "container", "remove", R"("Actor":{"ID":")" + first + R"("},"time":7)"));
  ASSERT_TRUE(got) << got.error().what;
  EXPECT_EQ(*got, (engine_event{first, happening::destroyed, 7'000'000'000}));
}

TEST(ParseEvent, WhatIsOfNoInterestIsNothingWhateverElseItSays) {
  for (const auto& text :
       {event("network", "disconnect", R"("Actor":{"ID":"x"})"),
        event("image", "remove", R"("Actor":7)"),
        event("container", "exec_start: sh", R"("time":-1)"),
        event("container", "a word of tomorrow", R"("Actor":null)")}) {
    const auto got = parse_event(text);
    ASSERT_TRUE(got) << got.error().what;
    EXPECT_EQ(*got, std::nullopt) << text;
  }
}

TEST(ParseEvent, AMomentWithoutNanosecondsIsTheSecond) {
  EXPECT_EQ(parse_event(at(R"(,"time":5,"timeNano":5000000001)")).value()->at,
            5'000'000'001);
  EXPECT_EQ(parse_event(at(R"(,"time":5)")).value()->at, 5'000'000'000);
  EXPECT_THAT(complaint(at("")), StartsWith("time "));
  EXPECT_THAT(complaint(at(R"(,"time":9223372037)")), StartsWith("time "));
  EXPECT_THAT(complaint(at(R"(,"timeNano":-1)")), StartsWith("timeNano "));
}

TEST(ParseEvent, AComplaintNamesTheField) {
  EXPECT_THAT(complaint("{}"), StartsWith("Type "));
  EXPECT_THAT(complaint(R"({"Type":"container"})"), StartsWith("Action "));
  EXPECT_THAT(complaint(event("container", "die", R"("time":1)")),
              StartsWith("Actor.ID "));
  EXPECT_THAT(complaint(event("container", "die",
                              R"("Actor":{"ID":"short"},"time":1)")),
              StartsWith("Actor.ID "));
  for (const auto* text : {"", "[]", "null", "7", "{", "<html>"})
    EXPECT_NE(complaint(text), "") << text;
}

TEST(ParseEvent, ACutLineIsMalformedWhereverItIsCut) {
  for (const auto& api : recorded_apis)
    for (const auto& line : lines(api))
      for (std::size_t n = 0; n < line.size(); ++n)
        EXPECT_NE(complaint(line.substr(0, n)), "");
}

TEST(ParseEvent, AGarbledByteYieldsNoHalfValue) {
  for (const auto& line : lines("1.52"))
    for (std::size_t n = 0; n < line.size(); ++n)
      for (const char byte : {'"', '}', '0', 'x', '\n', '\xff'}) {
        auto garbled = line;
        garbled[n] = byte;
        ASSERT_TRUE(keeps_the_law(garbled)) << garbled;
      }
}

TEST(ParseEvent, EveryHappeningHasANameOfItsOwn) {
  std::set<std::string_view> names;
  for (const auto what :
       {happening::started, happening::died, happening::stopped,
        happening::paused, happening::unpaused, happening::renamed,
        happening::oom, happening::destroyed})
    names.insert(to_string(what));
  EXPECT_EQ(names.size(), 8u);
  EXPECT_FALSE(names.contains("unknown"));
}

} // namespace spin::docker
