#include "http/auth.hpp"

#include <gtest/gtest.h>
#include <sodium.h>

using namespace spin::http;

namespace {

std::string basic(const std::string& plain) {
  std::string out(
      sodium_base64_encoded_len(plain.size(), sodium_base64_VARIANT_ORIGINAL),
      '\0');
  sodium_bin2base64(out.data(), out.size(),
                    reinterpret_cast<const unsigned char*>(plain.data()),
                    plain.size(), sodium_base64_VARIANT_ORIGINAL);
  out.pop_back(); // the terminating NUL
  return "Basic " + out;
}

} // namespace

TEST(BasicLogin, IsReadWithItsFirstColonAsTheBorder) {
  const auto login = read_basic(basic("admin:pass:word"));
  ASSERT_TRUE(login);
  EXPECT_EQ(login->user, "admin");
  EXPECT_EQ(login->password, "pass:word");
}

TEST(BasicLogin, SchemeIsReadInAnyCase) {
  EXPECT_TRUE(read_basic("basic YTpi"));
  EXPECT_TRUE(read_basic("BASIC YTpi"));
}

TEST(BasicLogin, WhatIsNotWellFormedIsNone) {
  for (auto text : {"", "Basic", "Basic ", "Basic !!!", "Basic YTp",
                    "Basic YQ==", "Bearer YTpi", "YTpi", "Basic YTpi x"})
    EXPECT_FALSE(read_basic(text)) << text;
}

TEST(BearerToken, IsReadAndNothingElse) {
  EXPECT_EQ(read_bearer("Bearer id.secret"), "id.secret");
  EXPECT_FALSE(read_bearer("Basic YTpi"));
  EXPECT_FALSE(read_bearer("Bearer"));
}
