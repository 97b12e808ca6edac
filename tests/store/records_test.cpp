#include "store/records.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "tests/store/samples.hpp"

namespace spin::test {

namespace {

store::contents read(const std::string& id, const std::string& document) {
  store::record_reader records;
  records.add(id, document);
  return records.finish();
}

} // namespace

TEST(Records, TakeADocumentThatNamesItsOwnId) {
  const auto all = read(id_of(1), encode(sample(1)));
  EXPECT_EQ(all.snapshots, std::vector{sample(1)});
  EXPECT_TRUE(all.refused.empty());
}

TEST(Records, RefuseTheDocumentOfAnother) {
  const auto all = read(id_of(1), encode(sample(2)));
  EXPECT_TRUE(all.snapshots.empty());
  EXPECT_EQ(all.refused,
            std::vector{id_of(1) + ": it is the document of " + id_of(2)});
}

TEST(Records, RefuseWithTheReason) {
  EXPECT_EQ(read("x", "[]").refused,
            std::vector<std::string>{"x: not a JSON object"});
}

// More than a batch, and more than one processor's share of it.
TEST(Records, KeepTheOrderOfVeryMany) {
  store::record_reader records;
  constexpr std::uint64_t many = 20'000;
  for (std::uint64_t i = 0; i < many; ++i)
    if (i % 1000 == 7)
      records.add(id_of(i), "[]");
    else if (i % 1000 == 8)
      records.refuse(id_of(i), "missing");
    else
      records.add(id_of(i), encode(sample(i)));
  const auto all = records.finish();
  ASSERT_EQ(all.snapshots.size(), many - 2 * many / 1000);
  EXPECT_TRUE(std::ranges::is_sorted(
      all.snapshots, {}, [](const snapshot& each) { return each.who.id; }));
  ASSERT_EQ(all.refused.size(), 2 * many / 1000);
  EXPECT_EQ(all.refused[0], id_of(7) + ": not a JSON object");
  EXPECT_EQ(all.refused[1], id_of(8) + ": missing");
  EXPECT_TRUE(records.finish().snapshots.empty());
}

} // namespace spin::test
