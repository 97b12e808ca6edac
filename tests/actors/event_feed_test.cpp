#include "actors/event_feed.hpp"

#include <atomic>
#include <thread>

#include <gmock/gmock.h>

namespace spin {

namespace {

bulletin some(std::string text = {}) {
  bulletin what;
  what.what = tiding::degraded;
  what.trouble.what = std::move(text);
  return what;
}

std::vector<std::uint64_t> numbers(const event_feed::page& page) {
  std::vector<std::uint64_t> all;
  for (const auto& each : page.all)
    all.push_back(each->number);
  return all;
}

} // namespace

using testing::ElementsAre;
using testing::IsEmpty;

TEST(EventFeed, GivesWhatFollowsInOrder) {
  event_feed feed;
  EXPECT_EQ(feed.last(), 0u);
  for (int i = 0; i < 5; ++i)
    feed.publish(some());
  EXPECT_EQ(feed.last(), 5u);
  EXPECT_THAT(numbers(feed.after(0, 9)), ElementsAre(1, 2, 3, 4, 5));
  EXPECT_THAT(numbers(feed.after(3, 9)), ElementsAre(4, 5));
  EXPECT_THAT(numbers(feed.after(1, 2)), ElementsAre(2, 3));
  for (std::uint64_t none : {5u, 6u, 1'000'000u}) {
    EXPECT_THAT(numbers(feed.after(none, 9)), IsEmpty());
    EXPECT_FALSE(feed.after(none, 9).lost);
  }
}

TEST(EventFeed, KeepsTheLatestAndTellsWhatIsLost) {
  event_feed feed{{3, 1 << 20}, "e"};
  for (int i = 0; i < 5; ++i)
    feed.publish(some());
  EXPECT_THAT(numbers(feed.after(2, 9)), ElementsAre(3, 4, 5));
  EXPECT_FALSE(feed.after(2, 9).lost);
  EXPECT_TRUE(feed.after(1, 9).lost);
  EXPECT_THAT(numbers(feed.after(0, 9)), ElementsAre(3, 4, 5));
}

TEST(EventFeed, IsBoundInBytesTexts) {
  event_feed feed{{1000, 100'000}, "e"};
  for (int i = 0; i < 100; ++i)
    feed.publish(some(std::string(10'000, 'x')));
  EXPECT_LT(feed.after(0, 1000).all.size(), 10u);
  event_feed texts{{1000, 100'000}, "e"};
  for (int i = 0; i < 50; ++i)
    texts.publish(some());
  ASSERT_EQ(texts.after(0, 1000).all.size(), 50u);
  for (const auto& each : texts.after(0, 1000).all)
    texts.text_of(*each, audience::all,
                  [] { return std::string(10'000, 'x'); });
  EXPECT_LT(texts.after(0, 1000).all.size(), 10u);
}

TEST(EventFeed, NeverDropsTheLatest) {
  event_feed feed{{1, 1}, "e"};
  for (int i = 0; i < 3; ++i)
    feed.publish(some());
  EXPECT_THAT(numbers(feed.after(2, 9)), ElementsAre(3));
}

TEST(EventFeed, WritesATextOnceForEachAudience) {
  event_feed feed;
  feed.publish(some());
  const auto one = feed.after(0, 1).all.at(0);
  int written = 0;
  const auto write = [&] { return std::to_string(++written); };
  EXPECT_EQ(feed.text_of(*one, audience::all, write), "1");
  EXPECT_EQ(feed.text_of(*one, audience::trusted, write), "2");
  EXPECT_EQ(feed.text_of(*one, audience::all, write), "1");
}

TEST(EventFeed, FeedsAreToldApart) {
  EXPECT_NE(event_feed{}.epoch(), event_feed{}.epoch());
}

TEST(EventFeed, ABellRingsOnceForMany) {
  event_feed feed;
  int rung = 0;
  auto bell = feed.add_bell([&] { ++rung; });
  feed.publish(some());
  EXPECT_EQ(rung, 0) << "nobody waits";
  bell->arm();
  feed.publish(some());
  feed.publish(some());
  EXPECT_EQ(rung, 1);
  bell->arm();
  bell.reset();
  feed.publish(some());
  EXPECT_EQ(rung, 1);
}

// Law: whoever reads on from where he was sees each number once, in order, or
// is told that he lost some, while many publish.
TEST(EventFeed, ReadersBesideManyWritersMissNothingUnnoticed) {
  event_feed feed{{100, 1 << 20}, "e"};
  constexpr int writers = 3;
  constexpr int each = 20'000;
  std::atomic<int> over = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < writers; ++i)
    threads.emplace_back([&] {
      for (int n = 0; n < each; ++n)
        feed.publish(some());
      ++over;
    });
  std::uint64_t at = 0;
  std::uint64_t seen = 0;
  std::uint64_t lost = 0;
  while (over < writers || at < feed.last()) {
    const auto page = feed.after(at, 7);
    for (const auto& one : page.all) {
      ASSERT_TRUE(one->number == at + 1 || (page.lost && one->number > at));
      lost += one->number - at - 1;
      at = one->number;
      ++seen;
    }
  }
  for (auto& thread : threads)
    thread.join();
  EXPECT_EQ(at, std::uint64_t{writers} * each);
  EXPECT_EQ(seen + lost, at);
}

} // namespace spin
