#include "tests/store/store_contract_test.hpp"

namespace spin::test {

// What every store must do while nothing is wrong with it.
using StoreContract = StoreTest;

INSTANTIATE_TEST_SUITE_P(Every, StoreContract,
                         ::testing::ValuesIn(every_bench()), name_of);

TEST_P(StoreContract, ANewStoreIsEmptyAndIntact) {
  const auto ours = on->open();
  expect_holds(*ours, {});
  EXPECT_TRUE(apply(*ours, {}));
  expect_holds(*ours, {});
}

TEST_P(StoreContract, KeepsWhatItWasGiven) {
  const auto ours = on->open();
  EXPECT_TRUE(apply(*ours, {keep(sample(1)), keep(sample(2))}));
  EXPECT_TRUE(apply(*ours, {keep(sample(3))}));
  expect_holds(*ours, {sample(1), sample(2), sample(3)});
}

TEST_P(StoreContract, KeepsOddTextToTheByte) {
  const auto ours = on->open();
  dice from{20'268};
  std::vector<snapshot> all;
  std::vector<store::change> changes;
  for (int i = 0; i < 200; ++i) {
    all.push_back(random_snapshot(from));
    changes.push_back(keep(all.back()));
  }
  apply(*ours, changes);
  std::ranges::sort(all, {}, [](const snapshot& s) { return s.who.id; });
  expect_holds(*ours, all);
}

TEST_P(StoreContract, ReplacesADocument) {
  const auto ours = on->open();
  auto changed = sample(1);
  apply(*ours, {keep(changed), keep(sample(2))});
  changed.who.image = "another";
  EXPECT_TRUE(apply(*ours, {keep(changed)}));
  expect_holds(*ours, {changed, sample(2)});
}

TEST_P(StoreContract, DropsARecord) {
  const auto ours = on->open();
  apply(*ours, {keep(sample(1)), keep(sample(2))});
  EXPECT_TRUE(apply(*ours, {drop(1)}));
  expect_holds(*ours, {sample(2)});
  EXPECT_EQ(on->read_raw(id_of(1)), "");
}

TEST_P(StoreContract, DroppingWhatIsNotThereIsNoError) {
  // S16: a late write for a container that is gone makes no ghost.
  const auto ours = on->open();
  EXPECT_TRUE(apply(*ours, {drop(7)}));
  expect_holds(*ours, {});
}

TEST_P(StoreContract, TheLastChangeOfARecordInAGroupWins) {
  const auto ours = on->open();
  apply(*ours, {keep(sample(1)), drop(1), drop(2), keep(sample(2))});
  expect_holds(*ours, {sample(2)});
}

TEST_P(StoreContract, SurvivesCloseAndOpen) {
  apply(*on->open(), {keep(sample(1)), keep(sample(2))});
  auto ours = on->open();
  expect_holds(*ours, {sample(1), sample(2)});
  EXPECT_TRUE(apply(*ours, {drop(1)}));
  ours.reset();
  expect_holds(*on->open(), {sample(2)});
}

TEST_P(StoreContract, TheFirstCallMayBeAWrite) {
  apply(*on->open(), {keep(sample(1))});
  EXPECT_TRUE(apply(*on->open(), {keep(sample(2))}));
  expect_holds(*on->open(), {sample(1), sample(2)});
}

TEST_P(StoreContract, TenThousandRecordsComeAndGo) {
  // S20: all of them are read by one index, without a question for each.
  const auto ours = on->open();
  std::vector<store::change> all;
  for (std::uint64_t n = 0; n < 10'000; ++n)
    all.push_back(keep(sample(n)));
  EXPECT_TRUE(apply(*ours, all));
  const auto loaded = load(*ours);
  ASSERT_EQ(loaded.snapshots.size(), all.size());
  for (std::uint64_t n = 0; n < all.size(); ++n)
    ASSERT_EQ(loaded.snapshots[n], sample(n));
  for (auto& one : all)
    one.document.clear();
  EXPECT_TRUE(apply(*ours, all));
  expect_holds(*ours, {});
}

TEST_P(StoreContract, PrefixesKeepServersApart) {
  apply(*on->open("one"), {keep(sample(1))});
  apply(*on->open("two"), {keep(sample(2)), drop(1)});
  expect_holds(*on->open("one"), {sample(1)});
  expect_holds(*on->open("two"), {sample(2)});
  expect_holds(*on->open("on"), {});
}

TEST_P(StoreContract, ARefusedDocumentIsToldHidesNobodyAndStays) {
  // S15: one broken record must not break the list of all.
  const auto ours = on->open();
  apply(*ours, {keep(sample(1)), keep(sample(3))});
  const std::string broken = R"({"version":99})";
  on->write_raw(id_of(2), broken);
  for (int round = 0; round < 2; ++round) {
    const auto all = load(*ours);
    EXPECT_EQ(all.snapshots, (std::vector{sample(1), sample(3)}));
    EXPECT_EQ(
        all.refused,
        std::vector{id_of(2) + ": field version is 99, newer than ours, 3"});
    EXPECT_TRUE(apply(*ours, {keep(sample(1))}));
    EXPECT_EQ(on->read_raw(id_of(2)), broken);
  }
  apply(*ours, {keep(sample(2))});
  expect_holds(*ours, {sample(1), sample(2), sample(3)});
}

TEST_P(StoreContract, KeepsApiTokensBesideContainers) {
  auto ours = on->open();
  EXPECT_TRUE(apply(*ours, {keep(sample(1)), keep(sample_token(1)),
                            keep(sample_token(2))}));
  EXPECT_TRUE(apply(*ours, {{token_record(id_of(2)), ""}}));
  ours.reset();
  const auto all = load(*on->open());
  EXPECT_EQ(all.snapshots, std::vector{sample(1)});
  EXPECT_EQ(all.tokens, std::vector{sample_token(1)});
  EXPECT_TRUE(all.refused.empty());
}

TEST_P(StoreContract, AnApiTokenThatCannotBeReadIsRefusedAlone) {
  const auto ours = on->open();
  apply(*ours, {keep(sample(1)), keep(sample_token(1)),
                {token_record(id_of(2)), encode(sample_token(3))},
                {token_record(id_of(4)), "{}"}});
  const auto all = load(*ours);
  EXPECT_EQ(all.tokens, std::vector{sample_token(1)});
  EXPECT_EQ(all.snapshots, std::vector{sample(1)});
  EXPECT_EQ(all.refused.size(), 2u);
}

TEST_P(StoreContract, KeepsSavingsBesideContainers) {
  auto ours = on->open();
  EXPECT_TRUE(apply(*ours, {keep(sample(1)), keep(sample_saving(1)),
                            keep(sample_saving(2))}));
  auto changed = sample_saving(2);
  changed.hours.clear();
  EXPECT_TRUE(apply(*ours, {keep(changed), {saving_record("none"), ""}}));
  ours.reset();
  auto all = load(*on->open());
  std::ranges::sort(all.savings, {}, &saving::image);
  EXPECT_EQ(all.snapshots, std::vector{sample(1)});
  EXPECT_EQ(all.savings, (std::vector{sample_saving(1), changed}));
  EXPECT_TRUE(all.refused.empty());
}

TEST_P(StoreContract, ASavingThatCannotBeReadIsRefusedAlone) {
  const auto ours = on->open();
  apply(*ours, {keep(sample(1)), keep(sample_saving(1)),
                {saving_record("x"), encode(sample_saving(3))},
                {saving_record("y"), "{}"}});
  const auto all = load(*ours);
  EXPECT_EQ(all.savings, std::vector{sample_saving(1)});
  EXPECT_EQ(all.snapshots, std::vector{sample(1)});
  EXPECT_EQ(all.refused.size(), 2u);
}

TEST_P(StoreContract, AStoreThatLostItsTokensIsNoticed) {
  const auto ours = on->open();
  apply(*ours, {keep(sample_token(1))});
  on->empty();
  EXPECT_FALSE(apply(*ours, {keep(sample_token(2))}));
  EXPECT_TRUE(apply(*ours, {keep(sample_token(1))}));
  EXPECT_EQ(load(*ours).tokens.size(), 2u);
}

TEST_P(StoreContract, KeepsDeliveriesBesideContainers) {
  auto ours = on->open();
  EXPECT_TRUE(apply(*ours, {keep(sample(1)), keep(sample_delivery(1)),
                            keep(sample_delivery(2)), keep(sample_token(1)),
                            {delivery_record(4), encode(sample_delivery(3))}}));
  EXPECT_TRUE(apply(*ours, {{delivery_record(2), ""}}));
  ours.reset();
  const auto all = load(*on->open());
  EXPECT_EQ(all.snapshots, std::vector{sample(1)});
  EXPECT_EQ(all.tokens, std::vector{sample_token(1)});
  EXPECT_EQ(all.deliveries, std::vector{sample_delivery(1)});
  EXPECT_EQ(all.refused.size(), 1u);
}

TEST_P(StoreContract, KeepsThoseThatVanishedBesideContainers) {
  auto ours = on->open();
  EXPECT_TRUE(apply(*ours, {keep(sample(1)), keep(sample_vanished(1)),
                            keep(sample_vanished(2)),
                            {vanished_record("x"), encode(sample_vanished(3))}}));
  EXPECT_TRUE(
      apply(*ours, {{vanished_record(sample_vanished(2).container_id), ""}}));
  ours.reset();
  const auto all = load(*on->open());
  EXPECT_EQ(all.snapshots, std::vector{sample(1)});
  EXPECT_EQ(all.vanished_ones, std::vector{sample_vanished(1)});
  EXPECT_EQ(all.refused.size(), 1u);
}

TEST_P(StoreContract, ItsNameIsTheSameAsItsUri) {
  const auto name = on->open()->describe();
  const auto again = store::make_store(name, "spin");
  ASSERT_TRUE(again) << again.error().what;
  EXPECT_EQ((*again)->describe(), name);
}

} // namespace spin::test
