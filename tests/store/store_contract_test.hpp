#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/store/contract_bench.hpp"
#include "tests/store/samples.hpp"

namespace spin::test {

/// A test over every kind of store.
class StoreTest : public ::testing::TestWithParam<bench_kind> {
protected:
  /// Applies `changes`, which must work; returns whether the store was intact.
  static bool apply(store::store& to,
                    const std::vector<store::change>& changes) {
    const auto how = to.apply(changes);
    EXPECT_TRUE(how) << how.error().what;
    return how && how->intact;
  }

  /// Loads all, which must work; sorted by id.
  static store::contents load(store::store& from) {
    auto all = from.load();
    EXPECT_TRUE(all) << all.error().what;
    if (!all)
      return {};
    std::ranges::sort(all->snapshots, {},
                      [](const snapshot& s) { return s.who.id; });
    return *all;
  }

  /// Expects that `from` holds exactly `expected`, sorted by id.
  static void expect_holds(store::store& from,
                           const std::vector<snapshot>& expected) {
    const auto all = load(from);
    EXPECT_TRUE(all.snapshots == expected)
        << all.snapshots.size() << " are there";
    EXPECT_EQ(all.refused, std::vector<std::string>{});
  }

  std::unique_ptr<bench> on = GetParam().make();
};

/// Names a test after the kind of store.
inline std::string
name_of(const ::testing::TestParamInfo<bench_kind>& parameter) {
  return parameter.param.name;
}

} // namespace spin::test
