#include "tests/store/store_contract_test.hpp"

namespace spin::test {

// What every store must do when something goes wrong with it.
using StoreFault = StoreTest;

INSTANTIATE_TEST_SUITE_P(Every, StoreFault, ::testing::ValuesIn(every_bench()),
                         name_of);

TEST_P(StoreFault, BeingEmptiedIsNoticedOnce) {
  const auto ours = on->open();
  expect_holds(*ours, {});
  for (std::uint64_t round = 1; round < 4; ++round) {
    EXPECT_TRUE(apply(*ours, {keep(sample(1)), keep(sample(2))}));
    EXPECT_TRUE(apply(*ours, {drop(2)}));
    on->empty();
    EXPECT_FALSE(apply(*ours, {keep(sample(round))}));
    expect_holds(*ours, {sample(round)});
    EXPECT_TRUE(apply(*ours, {drop(round)}));
  }
}

TEST_P(StoreFault, ALoadDoesNotHideThatItWasEmptied) {
  const auto ours = on->open();
  apply(*ours, {keep(sample(1))});
  on->empty();
  expect_holds(*ours, {});
  EXPECT_FALSE(apply(*ours, {}));
  EXPECT_TRUE(apply(*ours, {}));
}

TEST_P(StoreFault, AnEmptyStoreThatIsEmptiedLostNothing) {
  const auto ours = on->open();
  expect_holds(*ours, {});
  on->empty();
  EXPECT_TRUE(apply(*ours, {keep(sample(1))}));
}

TEST_P(StoreFault, IsToldWithItsReasonAndOverWhenItEnds) {
  const auto ours = on->open();
  ASSERT_TRUE(apply(*ours, {keep(sample(1))}));
  for (const auto& one : on->faults()) {
    SCOPED_TRACE(one.name);
    one.begin();
    for (int again = 0; again < 2; ++again) {
      const auto written = ours->apply({keep(sample(2))});
      EXPECT_FALSE(written) << "it was written";
      const auto why = written ? failure{} : written.error();
      EXPECT_EQ(why.code, errc::store_down);
      EXPECT_FALSE(why.what.empty());
      EXPECT_NE(why.what.find(one.reason), std::string::npos) << why.what;
      const auto read = ours->load();
      EXPECT_EQ(read.has_value(), one.reads)
          << (read ? "it was read" : read.error().what);
    }
    one.end();
    // Nothing that was acknowledged is lost, and so nothing is told as lost.
    EXPECT_TRUE(apply(*ours, {keep(sample(3)), drop(2)}));
    expect_holds(*ours, {sample(1), sample(3)});
    EXPECT_TRUE(apply(*ours, {drop(3)}));
  }
}

TEST_P(StoreFault, FromTheFirstCallOnIsOverWhenItEnds) {
  apply(*on->open(), {keep(sample(1))});
  for (const auto& one : on->faults()) {
    SCOPED_TRACE(one.name);
    const auto ours = on->open();
    one.begin();
    EXPECT_FALSE(ours->apply({keep(sample(2))}));
    one.end();
    expect_holds(*ours, {sample(1)});
    EXPECT_TRUE(apply(*ours, {}));
  }
}

} // namespace spin::test
