#include "docker/parse_error.hpp"

#include <gtest/gtest.h>

#include "store/utf8.hpp"
#include "tests/docker/recorded.hpp"

namespace spin::docker {

TEST(ParseError, SaysWhatTheEngineSaid) {
  EXPECT_EQ(parse_error(test::recorded("1.41", "error_no_container.json")),
            "No such container: nosuch");
  EXPECT_EQ(parse_error(test::recorded("1.41", "error_no_image.json")),
            "No such image: nosuch:x");
}

TEST(ParseError, PlainTextIsTakenAsItIs) {
  EXPECT_EQ(parse_error(" Not Found\r\n"), "Not Found");
  EXPECT_EQ(parse_error(test::recorded("1.41", "error_too_old.txt")),
            "client version 1.10 is too old. Minimum supported API version is "
            "1.12, please upgrade your client to a newer version");
}

TEST(ParseError, OtherJsonIsTakenAsText) {
  for (const auto* text : {R"({"message":7})", R"({"error":"x"})", "[1]"})
    EXPECT_EQ(parse_error(text), text);
}

TEST(ParseError, SilenceIsEmpty) {
  for (const auto* text : {"", " ", "\r\n\t"})
    EXPECT_EQ(parse_error(text), "");
}

TEST(ParseError, AlwaysOneShortLineOfUtf8) {
  const std::string bodies[] = {
      std::string(100'000, 'x'), "a\nb\x1b[31m\x7f",
      "\xff\xfe broken",         R"({"message":"line\nline\u0000end"})",
      std::string(1, '\0'),      "abc" + std::string(499, '\xc3')};
  for (const auto& body : bodies) {
    const auto text = parse_error(body);
    EXPECT_LE(text.size(), error_text_limit);
    EXPECT_TRUE(is_utf8(text)) << text;
    for (const unsigned char c : text)
      EXPECT_GE(c, ' ');
  }
}

TEST(ParseError, IsNotCutInsideACharacter) {
  std::string long_text;
  while (long_text.size() < 2 * error_text_limit)
    long_text += "€"; // three bytes
  for (const std::string lead : {"", "x", "xx"})
    EXPECT_TRUE(is_utf8(parse_error(lead + long_text)));
}

TEST(ParseError, OnlyAMessageMakesAnErrorDocument) {
  EXPECT_TRUE(is_error_document(R"({"message":"x"})"));
  for (const auto* text :
       {"", "x", "{}", R"({"message":""})", R"(["message"])"})
    EXPECT_FALSE(is_error_document(text)) << text;
}

} // namespace spin::docker
