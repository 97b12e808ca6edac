#include "http/login_memory.hpp"

#include <gtest/gtest.h>

using namespace spin::http;
using namespace std::chrono_literals;

namespace {

constexpr auto memory_start = login_memory::moment{1000s};

} // namespace

TEST(LoginMemory, KnowsWhatWasFoundRightForSomeTime) {
  login_memory all;
  const auto sum = all.sum_of({"ann", "word", "hash"});
  EXPECT_FALSE(all.knows(sum, memory_start));
  all.keep(sum, memory_start);
  EXPECT_TRUE(all.knows(sum, memory_start));
  EXPECT_FALSE(all.knows(sum, memory_start + login_memory::lifetime));
}

TEST(LoginMemory, IsRenewedByUse) {
  login_memory all;
  const auto sum = all.sum_of({"ann", "word", "hash"});
  all.keep(sum, memory_start);
  for (int i = 1; i < 10; ++i)
    EXPECT_TRUE(all.knows(sum, memory_start + i * 4min));
  EXPECT_FALSE(all.knows(sum, memory_start + 36min + login_memory::lifetime));
}

TEST(LoginMemory, KnowsThatVeryLoginOnly) {
  login_memory all;
  all.keep(all.sum_of({"ann", "word", "hash"}), memory_start);
  EXPECT_FALSE(all.knows(all.sum_of({"bob", "word", "hash"}), memory_start));
  EXPECT_FALSE(all.knows(all.sum_of({"ann", "Word", "hash"}), memory_start));
  EXPECT_FALSE(all.knows(all.sum_of({"ann", "word", "changed"}), memory_start));
  EXPECT_FALSE(all.knows(all.sum_of({"annw", "ord", "hash"}), memory_start));
  EXPECT_FALSE(all.knows(all.sum_of({"ann", "wordh", "ash"}), memory_start));
}

TEST(LoginMemory, AnotherProcessHasOtherSums) {
  EXPECT_NE(login_memory{}.sum_of({"ann", "word", "hash"}),
            login_memory{}.sum_of({"ann", "word", "hash"}));
}

TEST(LoginMemory, HoldsNoMoreThanItMayAndForgetsTheOldestFirst) {
  login_memory all{10};
  for (int i = 0; i < 1000; ++i)
    all.keep(all.sum_of({"ann", std::to_string(i), "hash"}), memory_start);
  EXPECT_EQ(all.size(), 10u);
  EXPECT_TRUE(all.knows(all.sum_of({"ann", "999", "hash"}), memory_start));
  EXPECT_FALSE(all.knows(all.sum_of({"ann", "989", "hash"}), memory_start));
}
