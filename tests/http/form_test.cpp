#include "http/form.hpp"

#include <random>

#include <gmock/gmock.h>

using namespace spin::http;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

namespace {

std::string form_error(std::string_view text) {
  const auto read = read_form(text);
  return read ? "(none)" : read.error().message;
}

/// Escapes every byte, whatever it is.
std::string escaped(std::string_view text) {
  constexpr auto digits = "0123456789ABCDEF";
  std::string out;
  for (unsigned char c : text) {
    out += '%';
    out += digits[c / 16];
    out += digits[c % 16];
  }
  return out;
}

} // namespace

TEST(Form, ReadsFieldsInTheirOrder) {
  EXPECT_THAT(*read_form("b=2&a=1"),
              ElementsAre(Pair("b", "2"), Pair("a", "1")));
}

TEST(Form, UndoesEscapesAndPlus) {
  EXPECT_THAT(*read_form("image=a%2Fb%3a1+2%2B"),
              ElementsAre(Pair("image", "a/b:1 2+")));
}

TEST(Form, AnEscapedSeparatorSeparatesNothing) {
  EXPECT_THAT(*read_form("a=1%26b%3D2"), ElementsAre(Pair("a", "1&b=2")));
}

TEST(Form, EmptyPiecesAreSkippedAndAMissingValueIsEmpty) {
  EXPECT_THAT(*read_form("&&a&b=&"), ElementsAre(Pair("a", ""), Pair("b", "")));
  EXPECT_TRUE(read_form("")->empty());
}

TEST(Form, OnlyTheFirstEqualsSignSeparates) {
  EXPECT_THAT(*read_form("a=b=c"), ElementsAre(Pair("a", "b=c")));
}

TEST(Form, EveryTextSurvivesEscaping) {
  std::mt19937 random{20140501};
  for (int round = 0; round < 2000; ++round) {
    std::string text;
    for (auto left = random() % 20; left > 0; --left)
      text += static_cast<char>(1 + random() % 126);
    const auto read = read_form("field=" + escaped(text));
    ASSERT_TRUE(read) << escaped(text);
    ASSERT_EQ(read->at(0).second, text);
  }
}

TEST(Form, RandomBytesNeverYieldABrokenField) {
  std::mt19937 random{7};
  constexpr std::string_view letters = "a=&%+0fF\x80\xc3\x00\n";
  for (int round = 0; round < 20000; ++round) {
    std::string text;
    for (auto left = random() % 24; left > 0; --left)
      text += letters[random() % letters.size()];
    if (const auto read = read_form(text))
      for (const auto& [name, value] : *read) {
        ASSERT_FALSE(name.empty());
        ASSERT_EQ(value.find('\0'), std::string::npos);
      }
  }
}

TEST(Form, ABrokenRuleNamesItsField) {
  EXPECT_EQ(form_error("active=%4"),
            "active: '%' must be followed by two hex digits");
  EXPECT_EQ(form_error("active=%zz"),
            "active: '%' must be followed by two hex digits");
  EXPECT_EQ(form_error("active=1&active=1"), "active: given twice");
  EXPECT_EQ(form_error("image=%00"), "image: must not hold NUL");
  EXPECT_EQ(form_error("image=%ff"), "image: must be UTF-8");
  EXPECT_EQ(form_error("=1"), "a field has no name");
}

TEST(Form, LimitsAreExactAndNamed) {
  const auto value = [](std::size_t size) {
    return "image=" + std::string(size, 'x');
  };
  EXPECT_TRUE(read_form(value(max_field_value)));
  EXPECT_THAT(form_error(value(max_field_value + 1)),
              HasSubstr("image: longer than 1024"));
  EXPECT_TRUE(read_form(std::string(max_field_name, 'x')));
  EXPECT_THAT(form_error(std::string(max_field_name + 1, 'x')),
              HasSubstr("longer than 64"));
  std::string many;
  for (std::size_t i = 0; i < max_fields; ++i)
    many += "f" + std::to_string(i) + "=1&";
  EXPECT_TRUE(read_form(many));
  EXPECT_EQ(form_error(many + "one=more"), "more than 32 fields");
}

TEST(Form, AnUnprintableNameIsNotEchoed) {
  EXPECT_EQ(form_error("%ff=1"), "a field name: must be printable UTF-8");
  EXPECT_EQ(form_error("%0d%0aX=1"), "a field name: must be printable UTF-8");
}
