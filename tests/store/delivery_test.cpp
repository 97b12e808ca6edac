#include "store/delivery.hpp"

#include <gtest/gtest.h>

#include "tests/store/samples.hpp"

namespace spin::test {

TEST(DeliveryLaws, DecodeGivesBackWhatEncodeWrote) {
  dice from{20'270};
  for (int i = 0; i < 3000; ++i) {
    const auto before = random_delivery(from);
    const auto after = decode_delivery(encode(before));
    ASSERT_TRUE(after) << after.error().what << encode(before);
    ASSERT_EQ(*after, before) << encode(before);
    ASSERT_EQ(encode(before).find('\n'), std::string::npos);
  }
}

TEST(DeliveryLaws, HalfADocumentIsNone) {
  const auto whole = encode(sample_delivery());
  for (std::size_t size = 0; size < whole.size(); ++size)
    ASSERT_FALSE(decode_delivery(whole.substr(0, size))) << size;
}

TEST(Delivery, WritesWhatItAlwaysWrote) {
  EXPECT_EQ(encode(sample_delivery(7)),
            R"({"delivery_version":1,"hook":"0123456789abcdef","number":7,)"
            R"("subject":"00000000000000000000000000000007","event":"e-7",)"
            R"("type":"stopped","at":3,"body":"{\"type\":\"stopped\"}"})");
}

TEST(Delivery, ARecordOfOneIsToldFromAnyOther) {
  EXPECT_TRUE(is_delivery_record(delivery_record(1)));
  EXPECT_FALSE(is_delivery_record(id_of(1)));
  EXPECT_FALSE(is_delivery_record(token_record(id_of(1))));
}

} // namespace spin::test
