#include "http/sessions.hpp"

#include <random>
#include <set>
#include <vector>

#include <gtest/gtest.h>

using namespace spin::http;
using namespace std::chrono_literals;

namespace {

constexpr auto start = sessions::moment{1000s};
constexpr session_limits limits{12h, 1h};

} // namespace

TEST(Sessions, IsKnownByItsIdAlone) {
  sessions all{limits};
  const auto pass = all.open("ann", "10.0.0.1", start);
  const auto found = all.visit(pass.id, "10.0.0.1", start);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->user, "ann");
  EXPECT_FALSE(all.visit("", "10.0.0.1", start));
  EXPECT_FALSE(all.visit(pass.csrf, "10.0.0.1", start));
  // What it is known by to others is no way in.
  EXPECT_FALSE(all.visit(found->key, "10.0.0.1", start));
}

TEST(Sessions, NoTwoAreTheSameAndNoneCanBeGuessed) {
  sessions all{limits};
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    const auto pass = all.open("user" + std::to_string(i), "", start);
    EXPECT_EQ(pass.id.size(), 64u); // 256 bits
    EXPECT_TRUE(seen.insert(pass.id).second);
    EXPECT_TRUE(seen.insert(pass.csrf).second);
  }
}

TEST(Sessions, EndsAnHourAfterTheLastVisit) {
  sessions all{limits};
  const auto pass = all.open("ann", "", start);
  for (auto at : {59min, 118min, 177min})
    EXPECT_TRUE(all.visit(pass.id, "", start + at));
  EXPECT_FALSE(all.visit(pass.id, "", start + 237min));
  EXPECT_EQ(all.size(), 0u);
}

TEST(Sessions, EndsTwelveHoursAfterTheLoginWhateverIsDone) {
  sessions all{limits};
  const auto pass = all.open("ann", "", start);
  auto at = 0min;
  for (; at < 12h; at += 30min)
    EXPECT_TRUE(all.visit(pass.id, "", start + at)) << at.count();
  EXPECT_FALSE(all.visit(pass.id, "", start + 12h));
}

// A cookie goes to every port of a host: a container's page there has it too.
TEST(Sessions, IsGoodFromThePlaceThatLoggedInOnly) {
  sessions all{limits};
  const auto pass = all.open("ann", "10.0.0.1", start);
  EXPECT_FALSE(all.visit(pass.id, "172.17.0.2", start));
  EXPECT_FALSE(all.visit(pass.id, "", start));
  EXPECT_TRUE(all.visit(pass.id, "10.0.0.1", start)) << "the thief ended it";
}

TEST(Sessions, EndsWhenItIsEnded) {
  sessions all{limits};
  const auto one = all.open("ann", "", start);
  const auto two = all.open("ann", "", start);
  all.end(sessions::key_of(one.id));
  EXPECT_FALSE(all.visit(one.id, "", start));
  EXPECT_TRUE(all.visit(two.id, "", start));
}

TEST(Sessions, ToLookWhetherItLivesMakesItNoLonger) {
  sessions all{limits};
  const auto key = sessions::key_of(all.open("ann", "", start).id);
  for (auto at = 0min; at < 60min; at += 10min)
    EXPECT_TRUE(all.lives(key, start + at));
  EXPECT_FALSE(all.lives(key, start + 1h));
}

TEST(Sessions, AFurtherOneEndsTheLeastRecentlyUsedOfThatUser) {
  sessions all{limits};
  const auto other = all.open("bob", "", start);
  std::vector<sessions::pass> mine;
  for (std::size_t i = 0; i < sessions::most_of_one; ++i)
    mine.push_back(all.open("ann", "", start + std::chrono::seconds(i)));
  EXPECT_TRUE(all.visit(mine[0].id, "", start + 1min));
  all.open("ann", "", start + 2min);
  EXPECT_TRUE(all.visit(mine[0].id, "", start + 3min));
  EXPECT_FALSE(all.visit(mine[1].id, "", start + 3min));
  EXPECT_TRUE(all.visit(other.id, "", start + 3min));
  EXPECT_EQ(all.size(), sessions::most_of_one + 1);
}

TEST(Sessions, TheWordGoesWithOneSessionOfOneProcess) {
  sessions all{limits};
  const auto one = all.open("ann", "", start);
  const auto two = all.open("ann", "", start);
  EXPECT_TRUE(all.is_csrf_of(one.id, one.csrf));
  EXPECT_FALSE(all.is_csrf_of(one.id, two.csrf));
  EXPECT_FALSE(all.is_csrf_of(one.id, ""));
  EXPECT_FALSE(all.is_csrf_of(one.id, one.csrf + "0"));
  EXPECT_FALSE(all.is_csrf_of(one.id, one.csrf.substr(1)));
  EXPECT_FALSE(sessions{limits}.is_csrf_of(one.id, one.csrf));
}

// However users come, go and come back: no session outlives its ends, there are
// never more than there may be, and one that is let in is who opened it.
TEST(SessionsLaws, HoldInEveryHistory) {
  struct fact {
    sessions::pass pass;
    std::string user;
    sessions::moment began;
    sessions::moment used;
  };
  for (unsigned seed = 1; seed <= 200; ++seed) {
    std::mt19937 dice{seed};
    sessions all{limits};
    std::vector<fact> facts;
    auto now = start;
    for (int step = 0; step < 200; ++step) {
      now += std::chrono::minutes{dice() % 40};
      const auto user = "user" + std::to_string(dice() % 3);
      if (facts.empty() || dice() % 3 == 0) {
        facts.push_back({all.open(user, "here", now), user, now, now});
        ASSERT_LE(all.size(), 3 * sessions::most_of_one) << seed;
        continue;
      }
      auto& one = facts[dice() % facts.size()];
      if (const auto found = all.visit(one.pass.id, "here", now)) {
        ASSERT_EQ(found->user, one.user) << seed;
        ASSERT_LT(now - one.began, limits.most) << seed;
        ASSERT_LT(now - one.used, limits.idle) << seed;
        one.used = now;
      }
    }
  }
}
