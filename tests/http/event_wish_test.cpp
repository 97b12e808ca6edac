#include "http/event_wish.hpp"

#include <gmock/gmock.h>

#include "samples.hpp"

using namespace spin;
using namespace spin::http;
using namespace spin::http::test;
using testing::HasSubstr;

namespace {

reading<event_wish> wish_of(const std::string& query,
                            const std::string& header = {}) {
  request from;
  from.method = "GET";
  from.query = query;
  if (!header.empty())
    from.headers.emplace_back("last-event-id", header);
  return read_event_wish(from);
}

bulletin about(char digit, tiding what = tiding::started) {
  return bulletin_of(what, shared(some_container(digit)), {}, some_time());
}

bulletin of_a_part() {
  bulletin what;
  what.what = tiding::degraded;
  return what;
}

} // namespace

TEST(EventWish, WithoutFieldsEverythingFromNowOnIsWanted) {
  const auto wish = wish_of("");
  ASSERT_TRUE(wish);
  EXPECT_FALSE(wish->last_id);
  for (std::size_t i = 0; i < tidings; ++i)
    EXPECT_TRUE(wish->filter.passes(about('a', static_cast<tiding>(i))));
  EXPECT_TRUE(wish->filter.passes(of_a_part()));
}

TEST(EventWish, TypesChoose) {
  const auto wish = wish_of("type=stopped,+degraded&x=y");
  ASSERT_TRUE(wish) << wish.error().message;
  for (std::size_t i = 0; i < tidings; ++i) {
    const auto what = static_cast<tiding>(i);
    EXPECT_EQ(wish->filter.passes(about('a', what)),
              what == tiding::stopped || what == tiding::degraded);
  }
}

TEST(EventWish, AnUnknownTypeIsRefusedWithTheKnownOnes) {
  for (const auto* wrong : {"type=", "type=stop", "type=stopped,",
                            "type=stopped,x", "type=reset", "type=STOPPED"}) {
    const auto wish = wish_of(wrong);
    ASSERT_FALSE(wish) << wrong;
    EXPECT_EQ(wish.error().status, 400);
    EXPECT_THAT(wish.error().message, HasSubstr("type: "));
    EXPECT_THAT(wish.error().message, HasSubstr(all_tidings()));
  }
}

TEST(EventWish, AContainerIsKnownByTheBeginningOfItsId) {
  const auto wish = wish_of("container=aaaaaaaaaaaa");
  ASSERT_TRUE(wish);
  EXPECT_TRUE(wish->filter.passes(about('a')));
  EXPECT_FALSE(wish->filter.passes(about('b')));
  EXPECT_FALSE(wish->filter.passes(of_a_part()));
  EXPECT_TRUE(wish_of("container=" + std::string(64, '0')));
  for (const std::string& wrong :
       {std::string{}, std::string(11, 'a'), std::string(65, 'a'),
        std::string(12, 'g'), std::string(12, 'A')}) {
    const auto refused = wish_of("container=" + wrong);
    ASSERT_FALSE(refused) << wrong;
    EXPECT_THAT(refused.error().message, HasSubstr("container: "));
  }
}

// A browser that comes back sends the query that it began with.
TEST(EventWish, TheHeaderWinsOverTheQuery) {
  EXPECT_EQ(wish_of("last_event_id=e-1")->last_id, "e-1");
  EXPECT_EQ(wish_of("last_event_id=e-1", "e-2")->last_id, "e-2");
}

TEST(EventWish, AnIdOfThisFeedIsGoneOnFromAndAnyOtherIsAReset) {
  event_feed feed{{3, 1 << 20}, "epoch"};
  for (int i = 0; i < 5; ++i)
    feed.publish(of_a_part());
  const auto at = [&](const char* id) {
    const auto how = resume_at(feed, std::string{id});
    return how.reset ? "reset" : std::to_string(how.after);
  };
  EXPECT_EQ(resume_at(feed, std::nullopt).after, 5u);
  EXPECT_FALSE(resume_at(feed, std::nullopt).reset);
  EXPECT_EQ(at("epoch-5"), "5");
  EXPECT_EQ(at("epoch-3"), "3");
  EXPECT_EQ(at("epoch-2"), "2");
  for (const auto* other :
       {"epoch-1", "epoch-6", "epoch-", "epoch", "epoch-x", "epoch-2 ", "-2",
        "epocX-2", "", "2", "epoch-99999999999999999999",
        "epoch-18446744073709551615", "epoch--2"}) {
    EXPECT_EQ(at(other), "reset") << other;
    EXPECT_EQ(resume_at(feed, std::string{other}).after, 5u);
  }
}
