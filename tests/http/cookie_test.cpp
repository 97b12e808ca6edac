#include "http/cookie.hpp"

#include <gmock/gmock.h>

using namespace spin::http;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

TEST(Cookie, IsFoundAmongOthersByItsWholeName) {
  EXPECT_THAT(cookies_named("a", "a=1"), ElementsAre("1"));
  EXPECT_THAT(cookies_named("a", "x=2; a=1; y=3"), ElementsAre("1"));
  EXPECT_THAT(cookies_named("a", "  a=1  ;b=2"), ElementsAre("1"));
  EXPECT_THAT(cookies_named("a", "a=1=2"), ElementsAre("1=2"));
  EXPECT_THAT(cookies_named("a", "a="), ElementsAre(""));
  for (auto none : {"", ";", "aa=1", "ba=1", "a", "A=1", "x=a=1", "=1", ";;;"})
    EXPECT_THAT(cookies_named("a", none), IsEmpty()) << none;
}

// Pages on other ports of the host can add some.
TEST(Cookie, AllOfANameAreFoundUpToALimit) {
  EXPECT_THAT(cookies_named("a", "a=1; b=2; a=3"), ElementsAre("1", "3"));
  std::string many;
  for (int i = 0; i < 1000; ++i)
    many += "a=" + std::to_string(i) + ";";
  EXPECT_EQ(cookies_named("a", many).size(), most_cookies_of_a_name);
}

TEST(Cookie, OfASessionIsHiddenFromScriptsAndOtherSites) {
  for (const bool secure : {false, true}) {
    const auto text = set_session_cookie("0123", secure);
    EXPECT_THAT(text, HasSubstr("=0123; "));
    EXPECT_THAT(text, HasSubstr("; HttpOnly"));
    EXPECT_THAT(text, HasSubstr("; SameSite=Strict"));
    EXPECT_THAT(text, HasSubstr("; Path=/"));
    EXPECT_THAT(text, Not(HasSubstr("Domain"))); // this very host only
    EXPECT_EQ(text.find("; Secure") != std::string::npos, secure);
  }
}

TEST(Cookie, OverTlsItIsTakenFromThisHostOverTlsOnly) {
  EXPECT_THAT(set_session_cookie("0123", true), testing::StartsWith("__Host-"));
  EXPECT_NE(session_cookie(true), session_cookie(false));
}

TEST(Cookie, OfNoSessionTakesItAway) {
  EXPECT_THAT(set_session_cookie("", false), HasSubstr("; Max-Age=0"));
  EXPECT_THAT(set_session_cookie("1", false), Not(HasSubstr("Max-Age")));
}
