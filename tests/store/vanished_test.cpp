#include "store/vanished.hpp"

#include <gmock/gmock.h>

#include "tests/store/samples.hpp"

namespace spin::test {

TEST(VanishedLaws, DecodeGivesBackWhatEncodeWrote) {
  dice from{20'280};
  for (int i = 0; i < 2000; ++i) {
    const auto before = random_vanished(from);
    const auto after = decode_vanished(encode(before));
    ASSERT_TRUE(after) << after.error().what << encode(before);
    ASSERT_EQ(*after, before) << encode(before);
    ASSERT_EQ(encode(before).find('\n'), std::string::npos);
  }
}

TEST(VanishedLaws, HalfADocumentIsNone) {
  const auto whole = encode(sample_vanished());
  for (std::size_t size = 0; size < whole.size(); ++size)
    ASSERT_FALSE(decode_vanished(whole.substr(0, size))) << size;
}

TEST(Vanished, WritesWhatItAlwaysWrote) {
  EXPECT_EQ(encode(sample_vanished(7)),
            R"({"vanished_version":1,"container_id":")" + id_of(0) + id_of(7)
                + R"(","name":"web","image":"a/b:1","owner":"ann",)"
                  R"("created_at":3,"at":4,"policy":{"initial_timeout":null,)"
                  R"("timeout":60,"disable_timeouts":null,"max_age":null,)"
                  R"("on_idle":null},"options":{"env":{"DB_PASSWORD":)"
                  R"("hunter2"}}})");
}

TEST(Vanished, WhatIsWrongIsNamed) {
  const auto error_after = [](const std::string& from, const std::string& to) {
    auto text = encode(sample_vanished());
    text.replace(text.find(from), from.size(), to);
    const auto read = decode_vanished(text);
    return read ? "none" : read.error().what;
  };
  EXPECT_EQ(error_after("\"vanished_version\":1", "\"vanished_version\":2"),
            "field vanished_version is newer than ours");
  EXPECT_EQ(error_after("\"timeout\":60", "\"timeout\":0").substr(0, 37),
            "field policy.timeout is out of range ");
  EXPECT_EQ(error_after("\"options\":{", "\"others\":{"),
            "field options is missing");
  EXPECT_THAT(error_after("\"env\":{", "\"environment\":{"),
              testing::HasSubstr("field options.environment"));
}

TEST(Vanished, ARecordOfOneIsToldFromAnyOther) {
  EXPECT_TRUE(is_vanished_record(vanished_record(id_of(1))));
  EXPECT_FALSE(is_vanished_record(id_of(1)));
  EXPECT_FALSE(is_vanished_record(delivery_record(1)));
}

} // namespace spin::test
