#include "store/records.hpp"

#include <gtest/gtest.h>

#include "tests/store/samples.hpp"

namespace spin::test {

TEST(Records, TakeADocumentThatNamesItsOwnId) {
  store::contents all;
  store::add_record(all, id_of(1), encode(sample(1)));
  EXPECT_EQ(all.snapshots, std::vector{sample(1)});
  EXPECT_TRUE(all.refused.empty());
}

TEST(Records, RefuseTheDocumentOfAnother) {
  store::contents all;
  store::add_record(all, id_of(1), encode(sample(2)));
  EXPECT_TRUE(all.snapshots.empty());
  EXPECT_EQ(all.refused,
            std::vector{id_of(1) + ": it is the document of " + id_of(2)});
}

TEST(Records, RefuseWithTheReason) {
  store::contents all;
  store::add_record(all, "x", "[]");
  EXPECT_EQ(all.refused, std::vector<std::string>{"x: not a JSON object"});
}

} // namespace spin::test
