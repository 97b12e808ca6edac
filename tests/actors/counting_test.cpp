#include "actors/counting.hpp"

#include <gtest/gtest.h>

#include <random>
#include <thread>

namespace spin {

TEST(Counting, NothingIsLostAmongManyThreads) {
  tally count;
  spread values{10, 100};
  std::vector<std::thread> writers;
  for (int i = 0; i < 12; ++i)
    writers.emplace_back([&] {
      for (int j = 0; j < 1000; ++j) {
        count.add();
        values.note(j % 200);
      }
    });
  for (auto& each : writers)
    each.join();
  EXPECT_EQ(count.read(), 12'000u);
  const auto read = values.read();
  EXPECT_EQ(read.total, 12'000u);
  EXPECT_EQ(read.sum, 12u * 5 * (199 * 200 / 2));
  EXPECT_EQ(read.counts, (std::vector<std::uint64_t>{660, 5400, 5940}));
}

TEST(Counting, AValueOnABoundBelongsToIt) {
  spread values{10, 100};
  for (const auto value : {9, 10, 11, 100, 101})
    values.note(value);
  EXPECT_EQ(values.read().bounds, (std::vector<std::int64_t>{10, 100}));
  EXPECT_EQ(values.read().counts, (std::vector<std::uint64_t>{2, 2, 1}));
}

TEST(Counting, WhatIsBelowZeroCountsAsZero) {
  spread values{0, 1};
  values.note(-7);
  EXPECT_EQ(values.read().counts, (std::vector<std::uint64_t>{1, 0, 0}));
  EXPECT_EQ(values.read().sum, 0u);
}

TEST(CountingLaws, EveryValueIsInTheFirstRangeThatTakesIt) {
  std::mt19937_64 dice{20'270};
  for (int round = 0; round < 50; ++round) {
    spread values{1, 5, 25, 125, 625};
    std::vector<std::uint64_t> expected(6);
    std::uint64_t sum = 0;
    for (int i = 0; i < 100; ++i) {
      const auto value = static_cast<std::int64_t>(dice() % 1000);
      values.note(value);
      sum += static_cast<std::uint64_t>(value);
      std::size_t at = 0;
      for (const std::int64_t bound : {1, 5, 25, 125, 625})
        at += value > bound ? 1 : 0;
      ++expected[at];
    }
    EXPECT_EQ(values.read().counts, expected);
    EXPECT_EQ(values.read().sum, sum);
  }
}

} // namespace spin
