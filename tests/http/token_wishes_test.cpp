#include "http/token_wishes.hpp"

#include <gmock/gmock.h>

#include "samples.hpp"

using namespace spin;
using namespace spin::http;
using namespace spin::http::test;
using testing::HasSubstr;
using testing::Not;

namespace {

reading<token_request> read_request(const std::string& body, role own = role::admin) {
  auto from = with_body(form_type, body);
  from.who = {"ann", own, {}, 0};
  return read_token_request(from);
}

refusal token_refusal(const std::string& body, role own = role::admin) {
  const auto how = read_request(body, own);
  return how ? refusal{200, "(it was read)"} : how.error();
}

} // namespace

TEST(TokenRequest, NothingIsRequired) {
  const auto wish = read_request("");
  ASSERT_TRUE(wish);
  EXPECT_EQ(wish->name, "");
  EXPECT_FALSE(wish->may);
  EXPECT_FALSE(wish->lifetime);
}

TEST(TokenRequest, AllIsRead) {
  const auto wish = read_request("name=ci&role=viewer&expires_in=30d");
  ASSERT_TRUE(wish);
  EXPECT_EQ(wish->name, "ci");
  EXPECT_EQ(wish->may, role::viewer);
  EXPECT_EQ(wish->lifetime, 720h);
}

TEST(TokenRequest, WhatIsWrongIsNamed) {
  EXPECT_EQ(token_refusal("role=root").status, 400);
  EXPECT_THAT(token_refusal("role=root").message, HasSubstr("admin, user or viewer"));
  EXPECT_THAT(token_refusal("expires_in=0").message, HasSubstr("expires_in"));
  EXPECT_THAT(token_refusal("expires_in=never").message, HasSubstr("expires_in"));
  EXPECT_THAT(token_refusal("name=" + std::string(65, 'x')).message,
              HasSubstr("at most 64"));
  EXPECT_THAT(token_refusal("name=a%0Ab").message, HasSubstr("control"));
  EXPECT_THAT(token_refusal("user=bob").message, HasSubstr("expires_in"));
}

// Not above their own; and a viewer sees what a user must not.
TEST(TokenRequest, NobodyGivesARoleThatTheyHaveNot) {
  for (auto own : {role::viewer, role::user, role::admin})
    for (auto given : {role::viewer, role::user, role::admin}) {
      const auto status =
          token_refusal("role=" + std::string{to_string(given)}, own).status;
      EXPECT_EQ(status, own == role::admin || own == given ? 200 : 403)
          << to_string(own) << " gives " << to_string(given);
    }
}

TEST(TokenRequest, ATokenIsShownWithItsSecretOnceOnly) {
  api_token what;
  what.id = std::string(32, 'a');
  what.user = "ann";
  what.name = "ci";
  what.sum.fill(0xab);
  EXPECT_THAT(render(what, "spin_secret"), HasSubstr(R"("token":"spin_secret")"));
  const auto listed = render(std::vector{what});
  EXPECT_THAT(listed, HasSubstr(R"("expires_at":null)"));
  EXPECT_THAT(listed, Not(HasSubstr("token")));
  EXPECT_THAT(listed, Not(HasSubstr("abab")));
}
