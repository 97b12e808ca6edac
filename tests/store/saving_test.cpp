#include "store/saving.hpp"

#include <gtest/gtest.h>

#include "tests/store/samples.hpp"

namespace spin::test {

TEST(SavingRecordLaws, DecodeGivesBackWhatEncodeWrote) {
  dice from{20'272};
  for (int i = 0; i < 3000; ++i) {
    const auto before = random_saving(from);
    const auto after = decode_saving(encode(before));
    ASSERT_TRUE(after) << after.error().what << encode(before);
    ASSERT_EQ(*after, before) << encode(before);
    ASSERT_EQ(encode(before).find('\n'), std::string::npos);
  }
}

TEST(SavingRecordLaws, HalfADocumentIsNone) {
  const auto whole = encode(sample_saving());
  for (std::size_t size = 0; size < whole.size(); ++size)
    ASSERT_FALSE(decode_saving(whole.substr(0, size))) << size;
}

TEST(SavingRecord, WritesWhatItAlwaysWrote) {
  EXPECT_EQ(encode(sample_saving(7)),
            "{\"saving_version\":2,\"image\":\"app \xe2\x82\xac"
            "7\",\"since\":3,\"earlier_ms\":4,\"earlier_stops\":5,"
            "\"earlier_kib_s\":12,\"hours\":[[6,7,8,13],[9,10,11,14]]}");
}

TEST(SavingRecord, OfTheFirstVersionHasNoMemory) {
  const auto read = decode_saving(
      R"({"saving_version":1,"image":"a","since":3,"earlier_ms":4,)"
      R"("earlier_stops":5,"hours":[[6,7,8]]})");
  ASSERT_TRUE(read) << read.error().what;
  EXPECT_EQ(*read, (saving{"a", utc{std::chrono::milliseconds{3}}, 4, 5, 0,
                           {{6, 7, 8, 0}}}));
}

TEST(SavingRecord, WhatIsNoneIsRefusedWithItsField) {
  const auto refused = [](const std::string& old, const std::string& fresh) {
    auto text = encode(sample_saving());
    text.replace(text.find(old), old.size(), fresh);
    const auto read = decode_saving(text);
    return read ? std::string{"(it was read)"} : read.error().what;
  };
  EXPECT_EQ(refused("\"saving_version\":2", "\"saving_version\":3"),
            "field saving_version is newer than ours");
  EXPECT_EQ(refused("\"since\":3,", ""), "field since is missing");
  EXPECT_EQ(refused("[9,10,11,14]", "[9,-10,11]"),
            "field hours[1] is not a row that we know");
  EXPECT_EQ(refused("[9,10,11,14]", "[9,10]"),
            "field hours[1] is not a row that we know");
}

TEST(SavingRecord, IsToldFromAllOtherRecords) {
  EXPECT_TRUE(is_saving_record(saving_record("a/b:1")));
  EXPECT_NE(saving_record("a/b:1"), saving_record("a/b:2"));
  EXPECT_FALSE(is_saving_record(token_record(id_of(1))));
  EXPECT_FALSE(is_token_record(saving_record("token.")));
  EXPECT_FALSE(is_saving_record(id_of(1)));
}

} // namespace spin::test
