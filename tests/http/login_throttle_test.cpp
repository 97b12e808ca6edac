#include "http/login_throttle.hpp"

#include <map>
#include <random>

#include <gtest/gtest.h>

using namespace spin::http;
using namespace std::chrono_literals;

namespace {

using moment = login_throttle::moment;

constexpr auto throttle_start = moment{1000s};

/// Guesses as fast as it may for `how_long`; returns how often it could.
unsigned guesses(login_throttle& with, std::chrono::seconds how_long,
                 std::string_view name = "ann") {
  unsigned done = 0;
  for (auto now = throttle_start; now < throttle_start + how_long;) {
    const auto wait = with.attempt("10.0.0.1", name, now);
    done += !wait;
    now += wait.value_or(0s);
  }
  return done;
}

/// A name of another group than `name` (one of 64, by a secret hash).
std::string other_group(std::string_view name) {
  for (int i = 0;; ++i) {
    login_throttle probe;
    auto candidate = "name" + std::to_string(i);
    probe.attempt("p", name, throttle_start);
    probe.attempt("p", candidate, throttle_start);
    if (probe.size() == 2)
      return candidate;
  }
}

} // namespace

TEST(LoginThrottle, TheFirstFewWrongOnesAreFree) {
  login_throttle slow;
  for (unsigned i = 0; i < login_throttle::free_attempts; ++i)
    EXPECT_FALSE(slow.attempt("10.0.0.1", "ann", throttle_start));
  EXPECT_EQ(slow.attempt("10.0.0.1", "ann", throttle_start), 1s);
}

TEST(LoginThrottle, EachFurtherOneDoublesTheWaitUpToAMinute) {
  login_throttle slow;
  auto now = throttle_start;
  for (unsigned i = 0; i < login_throttle::free_attempts; ++i)
    slow.attempt("10.0.0.1", "ann", now);
  for (auto expected : {1s, 2s, 4s, 8s, 16s, 32s, 60s, 60s}) {
    EXPECT_EQ(slow.attempt("10.0.0.1", "ann", now), expected);
    now += expected;
    EXPECT_FALSE(slow.attempt("10.0.0.1", "ann", now));
  }
}

TEST(LoginThrottle, AWaitIsToldInWholeSecondsThatAreEnough) {
  login_throttle slow;
  for (unsigned i = 0; i < login_throttle::free_attempts; ++i)
    slow.attempt("10.0.0.1", "ann", throttle_start);
  EXPECT_EQ(slow.attempt("10.0.0.1", "ann", throttle_start + 300ms), 1s);
  EXPECT_FALSE(slow.attempt("10.0.0.1", "ann", throttle_start + 1300ms));
}

TEST(LoginThrottle, ADayOfGuessingGetsFewGuesses) {
  login_throttle slow;
  EXPECT_LE(guesses(slow, 24h), 24u * 60u + 16u);
}

TEST(LoginThrottle, ATurnedAwayAttemptDoesNotLengthenTheWait) {
  login_throttle slow;
  for (unsigned i = 0; i < login_throttle::free_attempts; ++i)
    slow.attempt("10.0.0.1", "ann", throttle_start);
  for (int i = 0; i < 1000; ++i)
    EXPECT_EQ(slow.attempt("10.0.0.1", "ann", throttle_start), 1s);
  EXPECT_FALSE(slow.attempt("10.0.0.1", "ann", throttle_start + 1s));
}

TEST(LoginThrottle, GuessingAtOneNameDoesNotLockOutOthersThere) {
  login_throttle slow;
  guesses(slow, 1h);
  // The groups differ with the secret of each throttle: most others pass.
  unsigned passed = 0;
  for (int i = 0; i < 200; ++i)
    passed += !slow.attempt("10.0.0.1", "user" + std::to_string(i), throttle_start + 1h);
  EXPECT_GT(passed, 150u);
  EXPECT_FALSE(slow.attempt("10.0.0.2", "ann", throttle_start + 1h));
}

TEST(LoginThrottle, MadeUpNamesGetNoMoreGuessesThanTheirGroupsDo) {
  login_throttle slow;
  unsigned done = 0;
  for (int i = 0; i < 100'000; ++i)
    done += !slow.attempt("10.0.0.1", "name" + std::to_string(i), throttle_start);
  EXPECT_LE(done, 64 * login_throttle::free_attempts);
}

TEST(LoginThrottle, ARightOneDoesNotCount) {
  login_throttle slow;
  for (int i = 0; i < 1000; ++i) {
    ASSERT_FALSE(slow.attempt("10.0.0.1", "ann", throttle_start));
    slow.succeeded("10.0.0.1", "ann");
  }
}

TEST(LoginThrottle, ARightOneDoesNotForgiveTheWrongOnes) {
  login_throttle slow;
  for (unsigned i = 1; i < login_throttle::free_attempts; ++i)
    slow.attempt("10.0.0.1", "ann", throttle_start);
  EXPECT_FALSE(slow.attempt("10.0.0.1", "ann", throttle_start));
  slow.succeeded("10.0.0.1", "ann");
  EXPECT_FALSE(slow.attempt("10.0.0.1", "ann", throttle_start));
  EXPECT_TRUE(slow.attempt("10.0.0.1", "ann", throttle_start));
}

// A program with an old password, once a minute, beside one with the right one.
TEST(LoginThrottle, AFewGuessesDoNotBotherWhoIsKnownButManyDo) {
  login_throttle slow;
  for (unsigned i = 0; i < 30; ++i)
    slow.attempt("10.0.0.1", "ann", throttle_start + i * 60s);
  const auto now = throttle_start + 1800s;
  EXPECT_TRUE(slow.lets_known_pass("10.0.0.1", "ann", now));
  slow.attempt("10.0.0.1", "ann", now);
  for (unsigned i = 0; i < login_throttle::bearable; ++i) {
    EXPECT_TRUE(slow.attempt("10.0.0.1", "ann", now));
    EXPECT_TRUE(slow.lets_known_pass("10.0.0.1", "ann", now));
  }
  slow.attempt("10.0.0.1", "ann", now);
  EXPECT_FALSE(slow.lets_known_pass("10.0.0.1", "ann", now + 59s));
  EXPECT_TRUE(slow.lets_known_pass("10.0.0.1", "ann", now + 60s));
}

// Once a second, say: a deployment that nobody looks after.
TEST(LoginThrottle, TheSameOldPasswordHoweverOftenDoesNotBotherWhoIsKnown) {
  login_throttle slow;
  for (unsigned i = 0; i < login_throttle::free_attempts; ++i)
    slow.attempt("10.0.0.1", "ann", throttle_start, 7);
  for (unsigned i = 0; i < 1000; ++i)
    EXPECT_TRUE(slow.attempt("10.0.0.1", "ann", throttle_start, 7));
  EXPECT_TRUE(slow.lets_known_pass("10.0.0.1", "ann", throttle_start));
  for (unsigned i = 0; i <= login_throttle::bearable; ++i)
    slow.attempt("10.0.0.1", "ann", throttle_start, 8 + i);
  EXPECT_FALSE(slow.lets_known_pass("10.0.0.1", "ann", throttle_start));
}

TEST(LoginThrottle, AllIsForgottenSomeTimeAfterTheLast) {
  login_throttle slow;
  const auto late = throttle_start + 1h;
  guesses(slow, 1h);
  for (unsigned i = 0; i < login_throttle::free_attempts; ++i)
    EXPECT_FALSE(slow.attempt("10.0.0.1", "ann",
                              late + 60s + login_throttle::memory));
}

TEST(LoginThrottle, RemembersNoMoreThanItMay) {
  login_throttle slow{100};
  for (int i = 0; i < 10'000; ++i)
    slow.attempt("10.0." + std::to_string(i / 256) + "."
                     + std::to_string(i % 256),
                 "ann", throttle_start);
  EXPECT_EQ(slow.size(), 100u);
}

TEST(LoginThrottle, ACrowdDoesNotMakeItForgetWhoTriedLast) {
  login_throttle slow{100};
  const auto other = other_group("ann");
  for (unsigned i = 0; i < login_throttle::free_attempts; ++i)
    slow.attempt("10.0.0.1", "ann", throttle_start);
  for (int i = 0; i < 99; ++i)
    slow.attempt("crowd" + std::to_string(i), "ann", throttle_start);
  EXPECT_TRUE(slow.attempt("10.0.0.1", "ann", throttle_start));
}

TEST(PlaceOf, IsAnIpv4AddressOrTheNetworkOfAnIpv6One) {
  EXPECT_EQ(place_of("10.1.2.3"), "10.1.2.3");
  EXPECT_EQ(place_of("::ffff:10.1.2.3"), "10.1.2.3");
  EXPECT_EQ(place_of("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
  EXPECT_EQ(place_of("2001:db8:1:2:ffff::1"), "2001:db8:1:2::/64");
  EXPECT_NE(place_of("2001:db8:1:3::1"), place_of("2001:db8:1:2::1"));
  EXPECT_EQ(place_of("unix:"), "unix:");
}

// Thousands of histories of guessing and of logging in rightly, at random steps
// of time: nobody ever gets more guesses than the rule gives, nobody is ever
// shut out for longer than the longest wait, and what is said to be enough of a
// wait is.
TEST(LoginThrottleLaws, HoldInEveryHistory) {
  for (unsigned seed = 0; seed < 3000; ++seed) {
    std::mt19937 dice{seed};
    const auto any = [&](unsigned below) { return dice() % below; };
    login_throttle slow;
    std::map<std::string, std::vector<moment>> wrong;
    auto now = throttle_start;
    for (int step = 0; step < 120; ++step) {
      now += std::chrono::milliseconds{any(4) ? any(3000) : any(120'000)};
      const auto place = "10.0.0." + std::to_string(any(3));
      const auto wait = slow.attempt(place, "ann", now);
      if (wait) {
        ASSERT_GT(*wait, 0s) << "seed " << seed;
        ASSERT_LE(*wait, login_throttle::longest_wait) << "seed " << seed;
        if (any(2)) {
          now += *wait;
          ASSERT_FALSE(slow.attempt(place, "ann", now)) << "seed " << seed;
          wrong[place].push_back(now);
        }
        continue;
      }
      if (any(3) == 0)
        slow.succeeded(place, "ann");
      else
        wrong[place].push_back(now);
    }
    // Within any minute: the free ones, and those of 1 + 2 + 4 + 8 + 16 + 32 s.
    for (const auto& [place, all] : wrong)
      for (std::size_t i = 0; i < all.size(); ++i) {
        std::size_t inside = 0;
        for (auto j = i; j < all.size() && all[j] < all[i] + 60s; ++j)
          ++inside;
        ASSERT_LE(inside, login_throttle::free_attempts + 6u)
            << "seed " << seed << " " << place;
      }
  }
}
