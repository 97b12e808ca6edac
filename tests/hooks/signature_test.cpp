#include "hooks/signature.hpp"

#include <gtest/gtest.h>

namespace spin::hooks {

// The example of the specification of Standard Webhooks.
TEST(Signature, IsThatOfTheSpecification) {
  const auto key = key_of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
  ASSERT_TRUE(key);
  EXPECT_EQ(sign(*key, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330",
                 R"({"test": 2432232314})"),
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

TEST(Signature, DependsOnEveryPart) {
  const auto whole = sign("k", "id", "1", "body");
  EXPECT_NE(sign("l", "id", "1", "body"), whole);
  EXPECT_NE(sign("k", "ie", "1", "body"), whole);
  EXPECT_NE(sign("k", "id", "2", "body"), whole);
  EXPECT_NE(sign("k", "id", "1", "bodz"), whole);
}

TEST(Signature, ASecretIsItsOwnKeyUnlessItIsEncoded) {
  EXPECT_EQ(key_of("plain text secret").value(), "plain text secret");
  EXPECT_EQ(key_of("whsec_YWJj").value(), "abc");
  for (const auto* wrong : {"whsec_", "whsec_*", "whsec_YWJ"})
    EXPECT_FALSE(key_of(wrong)) << wrong;
}

} // namespace spin::hooks
