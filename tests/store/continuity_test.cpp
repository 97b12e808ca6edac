#include "store/continuity.hpp"

#include <vector>

#include <gtest/gtest.h>

#include "tests/store/samples.hpp"

namespace spin::test {

using store::continuity;
using store::mark;
using store::to_mark;
using store::to_string;

TEST(Mark, TextComesBack) {
  for (const auto& one : {mark{}, mark{"abc", 1}, mark{"a:b", 1ULL << 63}})
    EXPECT_EQ(to_mark(to_string(one)), one);
}

TEST(Mark, WhatNobodyWroteIsNoOnesMark) {
  for (const char* text : {"x", "x:", "x:-1", "x:1 ", "x:99999999999999999999"})
    EXPECT_EQ(to_mark(text), (mark{text, 0}));
}

TEST(Continuity, TakesTheFirstMarkAsItIs) {
  for (const auto& found : {mark{}, mark{"other", 7}}) {
    continuity ours{"we"};
    ours.observe(found);
    ours.send();
    EXPECT_TRUE(ours.acknowledge());
  }
}

TEST(Continuity, GoesOnWhereAnotherLeftOff) {
  continuity ours{"we"};
  ours.observe({"other", 7});
  EXPECT_EQ(ours.send(), (mark{"other", 8}));
}

TEST(Continuity, ALossSeenByAFailedGroupIsToldByTheNextGoodOne) {
  continuity ours{"we"};
  ours.observe({"we", 3});
  ours.observe({});
  ours.send(); // never answered
  ours.observe({});
  ours.send();
  EXPECT_FALSE(ours.acknowledge());
}

TEST(Continuity, AStoreThatComesBackIsNotTheOneThatStoodInItsPlace) {
  continuity ours{"we"};
  ours.observe({});
  const auto original = ours.send();
  EXPECT_TRUE(ours.acknowledge());
  ours.observe({});
  ours.send();
  EXPECT_FALSE(ours.acknowledge());
  ours.observe(original);
  ours.send();
  EXPECT_FALSE(ours.acknowledge());
}

TEST(Continuity, DifferentStoresHaveDifferentWords) {
  EXPECT_NE(store::unique_word(), store::unique_word());
}

namespace {

/// A store as `continuity` sees it. Rules of the game: what is acknowledged has
/// happened; what failed has happened or not.
struct world {
  mark held;
  continuity ours{"we"};
  /// Something acknowledged went since the last time that was told.
  bool damaged = false;

  void apply(bool answered, bool arrives) {
    ours.observe(held);
    const auto next = ours.send();
    if (answered || arrives)
      held = next;
    if (answered) {
      ASSERT_EQ(ours.acknowledge(), !damaged);
      damaged = false;
    }
  }
};

} // namespace

TEST(ContinuityLaws, EveryLossIsToldOnceAndNothingElseIs) {
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    dice from{seed};
    world all;
    std::vector<mark> acknowledged;
    for (int step = 0; step < 60; ++step) {
      const auto what = from() % 8;
      if (what == 0 && !acknowledged.empty()) {
        all.held = {}; // emptied
        all.damaged = true;
        acknowledged.clear();
      } else if (what == 1 && acknowledged.size() > 1) {
        acknowledged.pop_back(); // set back to an earlier state
        all.held = acknowledged.back();
        all.damaged = true;
      } else if (what < 4) {
        all.apply(false, what == 2);
      } else {
        ASSERT_NO_FATAL_FAILURE(all.apply(true, true)) << seed << '/' << step;
        acknowledged.push_back(all.held);
      }
    }
  }
}

} // namespace spin::test
