#include "store/api_token.hpp"

#include <gtest/gtest.h>

#include "tests/store/samples.hpp"

namespace spin::test {

TEST(ApiTokenLaws, DecodeGivesBackWhatEncodeWrote) {
  dice from{20'269};
  for (int i = 0; i < 3000; ++i) {
    const auto before = random_token(from);
    const auto after = decode_token(encode(before));
    ASSERT_TRUE(after) << after.error().what << encode(before);
    ASSERT_EQ(*after, before) << encode(before);
    ASSERT_EQ(encode(before).find('\n'), std::string::npos);
  }
}

TEST(ApiTokenLaws, HalfADocumentIsNone) {
  const auto whole = encode(sample_token());
  for (std::size_t size = 0; size < whole.size(); ++size)
    ASSERT_FALSE(decode_token(whole.substr(0, size))) << size;
}

TEST(ApiToken, WritesWhatItAlwaysWrote) {
  // Documents of this form are in people's stores, as those of snapshots are.
  EXPECT_EQ(encode(sample_token(7)),
            R"({"token_version":1,"id":"00000000000000000000000000000007",)"
            R"("sha256":"040506)"
                + std::string(58, '0')
                + "\",\"user\":\"ann\",\"name\":\"ci \xe2\x82\xac\",\"role\":"
                  "\"user\",\"created_at\":1,\"expires_at\":2}");
}

TEST(ApiToken, WhatIsNoneIsRefusedWithItsField) {
  const auto refused = [](const std::string& old, const std::string& fresh) {
    auto text = encode(sample_token());
    text.replace(text.find(old), old.size(), fresh);
    const auto read = decode_token(text);
    return read ? std::string{"(it was read)"} : read.error().what;
  };
  EXPECT_EQ(refused(R"("role":"user")", R"("role":"root")"),
            "field role is not a word that we know");
  EXPECT_EQ(refused(R"("token_version":1)", R"("token_version":2)"),
            "field token_version is newer than ours");
  EXPECT_EQ(refused(R"("sha256":"04)", R"("sha256":"xx)"),
            "field sha256 is not 64 lower-case hex digits");
  EXPECT_EQ(refused(R"(,"expires_at":2)", ""), "field expires_at is missing");
}

TEST(ApiToken, ARecordOfOneIsToldFromThatOfAContainer) {
  EXPECT_TRUE(is_token_record(token_record(id_of(1))));
  EXPECT_FALSE(is_token_record(id_of(1)));
}

} // namespace spin::test
