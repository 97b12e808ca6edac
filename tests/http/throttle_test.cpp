#include "http/throttle.hpp"

#include <random>

#include <gtest/gtest.h>

using namespace spin::http;

TEST(Throttle, LetsOneASecondThroughAndCountsTheRest) {
  using namespace std::chrono_literals;
  std::mt19937 random{1};
  throttle::moment now{};
  std::optional<throttle::moment> last;
  throttle pace;
  std::uint64_t tried = 0;
  std::uint64_t passed = 0;
  for (int i = 0; i < 10'000; ++i) {
    now += std::chrono::milliseconds{random() % 300};
    ++tried;
    const auto held_back = pace.pass(now);
    ASSERT_EQ(held_back.has_value(), !last || now - *last >= 1s);
    if (!held_back)
      continue;
    last = now;
    passed += 1 + *held_back;
    ASSERT_EQ(passed, tried);
  }
  EXPECT_GT(passed, 1000u);
}
