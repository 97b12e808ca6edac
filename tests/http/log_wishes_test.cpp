#include "http/log_wishes.hpp"

#include <random>

#include <gmock/gmock.h>

#include "http/render.hpp"
#include "samples.hpp"

using namespace spin;
using namespace spin::http;
using namespace spin::http::test;

namespace {

request asked_log(std::string query) {
  request made;
  made.method = "GET";
  made.query = std::move(query);
  return made;
}

log_wish read_log(std::string query) {
  return read_log_wish(asked_log(std::move(query)), some_time().wall).value();
}

constexpr std::int64_t second = 1'000'000'000;

} // namespace

TEST(LogWish, IsTheWholeLogUnlessSaidOtherwise) {
  const auto wish = read_log("other=1");
  EXPECT_EQ(wish.which, docker::log_query{});
  EXPECT_EQ(wish.how, log_text::form::plain);
}

TEST(LogWish, ReadsEachParameter) {
  const auto wish =
      read_log("follow=true&tail=20&timestamps=1&stdout=false&since=1400000000"
           "&until=2014-05-01T12:00:00.5Z");
  EXPECT_TRUE(wish.which.follow);
  EXPECT_EQ(wish.which.tail, 20u);
  EXPECT_TRUE(wish.which.timestamps);
  EXPECT_FALSE(wish.which.out);
  EXPECT_TRUE(wish.which.err);
  EXPECT_EQ(wish.which.since, 1'400'000'000 * second);
  EXPECT_EQ(wish.which.until, 1'398'945'600 * second + second / 2);
  EXPECT_FALSE(read_log("tail=all").which.tail);
}

TEST(LogWish, ATimeBeforeNowCountsFromNow) {
  // 12:00:00 of some_time()
  EXPECT_EQ(read_log("since=10m").which.since, (1'398'945'600 - 600) * second);
  // Before 1970 is the first moment there is, however far it reaches back.
  EXPECT_EQ(read_log("since=60000d").which.since, 1);
  EXPECT_EQ(read_log("until=1218446744070s").which.until, 1);
  EXPECT_EQ(read_log("since=9223372036854775807s").which.since, 1);
  EXPECT_EQ(read_log("since=365d").which.since,
            (1'398'945'600 - 365 * 86'400) * second);
}

TEST(LogWish, ObjectsNeedTheTimeOfEachEntry) {
  EXPECT_TRUE(read_log("format=json").which.timestamps);
  EXPECT_EQ(read_log("format=json").how, log_text::form::json);
}

TEST(LogWish, IsRefusedByName) {
  for (const auto* query :
       {"follow=maybe", "tail=-1", "tail=", "tail=1000000001", "tail=x",
        "since=x", "since=-1", "since=2014-13-01T00:00:00Z",
        "until=2014-05-01T24:00:00Z", "until=2014-05-01",
        "since=", "until=99999999999999999999", "timestamps=2", "format=xml",
        "stdout=x"}) {
    const std::string text{query};
    const auto wish = read_log_wish(asked_log(text), some_time().wall);
    ASSERT_FALSE(wish) << text;
    EXPECT_EQ(wish.error().status, 400);
    EXPECT_THAT(wish.error().message,
                testing::StartsWith(text.substr(0, text.find('=')) + ": "));
  }
  const auto none =
      read_log_wish(asked_log("stdout=0&stderr=0"), some_time().wall);
  EXPECT_FALSE(none);
}

TEST(LogWish, AMomentReadsAsItIsShown) {
  std::mt19937_64 random{13};
  for (int i = 0; i < 2000; ++i) {
    const std::chrono::milliseconds since{random() % 9'000'000'000'000};
    const auto got = read_iso(to_iso(utc{since}));
    ASSERT_TRUE(got) << since.count();
    EXPECT_EQ(*got, since.count() * 1'000'000);
  }
  for (const auto* text :
       {"", "2014", "2014-05-01T12:00:00", "2014-05-01T12:00:00.Z",
        "2014-05-01T12:00:00.1234567890Z", "2014-05-01 12:00:00Z",
        "2014-02-30T12:00:00Z", "1969-05-01T12:00:00Z", "2262-05-01T12:00:00Z",
        "2014-05-01T12:00:60Z", "2014-05-01T12:00:00+01:00",
        "2014-05-01T12:00:00Zx"})
    EXPECT_FALSE(read_iso(text)) << text;
}

TEST(StatsWish, IsOneLookUnlessSaidOtherwise) {
  EXPECT_FALSE(wants_stream(asked_log("")).value());
  EXPECT_TRUE(wants_stream(asked_log("stream=1")).value());
  EXPECT_EQ(wants_stream(asked_log("stream=x")).error().message,
            "stream: must be true or false");
}
