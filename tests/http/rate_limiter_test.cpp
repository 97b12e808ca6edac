#include "http/rate_limiter.hpp"

#include <random>

#include <gtest/gtest.h>

using namespace spin::http;
using namespace std::chrono_literals;

namespace {

ip_bytes address(std::string_view text) {
  return read_ip(text).value();
}

const auto here = address("10.0.0.1");

} // namespace

TEST(RateLimiter, GrantsTheBurstAndThenTheRate) {
  rate_limiter limiter{{.per_second = 10, .burst = 5}};
  rate_limiter::moment now{1h};
  for (int i = 0; i < 5; ++i)
    EXPECT_FALSE(limiter.take(here, now)) << i;
  EXPECT_EQ(limiter.take(here, now), 100ms);
  EXPECT_EQ(limiter.take(here, now + 99ms), 1ms);
  EXPECT_FALSE(limiter.take(here, now + 100ms));
  EXPECT_TRUE(limiter.take(here, now + 100ms));
}

TEST(RateLimiter, EachAddressHasItsOwn) {
  rate_limiter limiter{{.per_second = 1, .burst = 1}};
  const rate_limiter::moment now{1h};
  EXPECT_FALSE(limiter.take(here, now));
  EXPECT_TRUE(limiter.take(here, now));
  EXPECT_FALSE(limiter.take(address("10.0.0.2"), now));
}

TEST(RateLimiter, AnIpv6NetworkIsOneAddress) {
  rate_limiter limiter{{.per_second = 1, .burst = 1}};
  const rate_limiter::moment now{1h};
  EXPECT_FALSE(limiter.take(address("2001:db8::1"), now));
  EXPECT_TRUE(limiter.take(address("2001:db8::2"), now));
  EXPECT_FALSE(limiter.take(address("2001:db8:0:1::1"), now));
}

TEST(RateLimiter, WithoutARateEverythingIsGranted) {
  rate_limiter limiter{{.per_second = 0, .burst = 1}};
  for (int i = 0; i < 1000; ++i)
    EXPECT_FALSE(limiter.take(here, rate_limiter::moment{1h}));
}

// The law of a token bucket: in no time at all more than the burst and what
// the rate gives in that time.
TEST(RateLimiter, NobodyEverGetsMoreThanIsDue) {
  std::mt19937 random{5};
  for (int round = 0; round < 200; ++round) {
    const rate most{1 + random() % 50, 1 + random() % 20};
    rate_limiter limiter{most};
    const rate_limiter::moment begin{1h};
    auto now = begin;
    std::uint64_t granted = 0;
    for (int i = 0; i < 2000; ++i) {
      now += std::chrono::microseconds{random() % 60'000};
      const auto wait = limiter.take(here, now);
      granted += wait ? 0 : 1;
      const auto due = std::chrono::duration<double>(now - begin).count()
                       * static_cast<double>(most.per_second);
      ASSERT_LE(static_cast<double>(granted),
                static_cast<double>(most.burst) + due + 1e-3);
      if (!wait)
        continue;
      // It is the truth, and as short as can be.
      ASSERT_TRUE(limiter.take(here, now + *wait - 1ns));
      now += *wait;
      ASSERT_FALSE(limiter.take(here, now));
      ++granted;
    }
  }
}

TEST(RateLimiter, ACrowdIsNotAllForgottenAndTakesNoMoreRoom) {
  rate_limiter limiter{{.per_second = 1, .burst = 2}, 64};
  const rate_limiter::moment now{1h};
  std::uint64_t granted = 0;
  for (std::uint8_t a = 0; a < 200; ++a)
    for (std::uint8_t b = 0; b < 200; ++b)
      granted += limiter.take(address("10.0." + std::to_string(a) + "."
                                      + std::to_string(b)),
                              now)
                     ? 0
                     : 1;
  EXPECT_EQ(granted, 40'000u); // each one's first
  // Who takes much is what is remembered.
  const auto other = address("10.1.0.1"); // none of them
  EXPECT_FALSE(limiter.take(other, now));
  EXPECT_FALSE(limiter.take(other, now));
  for (std::uint8_t b = 0; b < 200; ++b)
    limiter.take(address("10.9.9." + std::to_string(b)), now);
  EXPECT_TRUE(limiter.take(other, now));
}
