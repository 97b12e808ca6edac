#include "http/fields.hpp"

#include <gmock/gmock.h>

#include "samples.hpp"

using namespace spin::http;
using namespace spin::http::test;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;
using testing::StartsWith;

namespace {

std::string fields_error(std::string_view text) {
  const auto read = read_json(text);
  return read ? "(none)" : read.error().message;
}

int status_of_body(std::string_view type, std::string_view body) {
  const auto read = read_body(with_body(type, body));
  return read ? 200 : read.error().status;
}

} // namespace

TEST(JsonFields, ScalarsBecomeText) {
  EXPECT_THAT(*read_json(R"( {"a":"x","b":3,"c":true,"d":false} )"),
              ElementsAre(Pair("a", "x"), Pair("b", "3"), Pair("c", "true"),
                          Pair("d", "false")));
}

TEST(JsonFields, NumbersKeepTheirDigits) {
  EXPECT_THAT(
      *read_json(R"({"a":18446744073709551616,"b":-1,"c":1.0,"d":1e3})"),
      ElementsAre(Pair("a", "18446744073709551616"), Pair("b", "-1"),
                  Pair("c", "1.0"), Pair("d", "1e3")));
}

TEST(JsonFields, EscapesAreUndone) {
  EXPECT_THAT(*read_json(R"({"image":"a\/b\u00e9"})"),
              ElementsAre(Pair("image", "a/b\xc3\xa9")));
}

TEST(JsonFields, WhatIsNoScalarIsRefusedByName) {
  EXPECT_EQ(fields_error(R"({"a":null})"), "a: must not be null");
  EXPECT_EQ(fields_error(R"({"a":[1]})"),
            "a: must be a string, a number or a boolean");
  EXPECT_EQ(fields_error(R"({"a":{"b":1}})"),
            "a: must be a string, a number or a boolean");
  EXPECT_EQ(fields_error(R"({"a":1,"a":1})"), "a: given twice");
  EXPECT_EQ(fields_error(R"({"a":"\u0000"})"), "a: must not hold NUL");
}

TEST(JsonFields, WhatIsNoObjectIsRefused) {
  for (auto text : {"[]", "1", "\"a\"", "null", "true", "[{\"a\":1}]"})
    EXPECT_EQ(fields_error(text), "body: must be a JSON object") << text;
}

TEST(JsonFields, BrokenTextIsRefusedWithItsPlace) {
  for (auto text : {"{", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{\"a\":1}x",
                    "{\"a\":\"\xff\"}", "{\"a\":\"\\ud800\"}", "{a:1}"})
    EXPECT_THAT(fields_error(text), StartsWith("body: broken JSON at byte "))
        << text;
}

TEST(JsonFields, TextBehindANulIsNotOverlooked) {
  EXPECT_EQ(fields_error(std::string_view{"{\"a\":1}\0x", 9}),
            "body: must not hold NUL");
}

TEST(JsonFields, DepthCostsNothing) {
  const auto deep = "{\"a\":" + std::string(60'000, '[');
  EXPECT_THAT(fields_error(deep), StartsWith("a: must be"));
}

TEST(BodyFields, ContentTypeDecides) {
  EXPECT_EQ(status_of_body(form_type, "image=x"), 200);
  EXPECT_EQ(status_of_body("Application/JSON ; charset=utf-8", "{}"), 200);
  EXPECT_EQ(status_of_body(json_type, "image=x"), 400);
  EXPECT_EQ(status_of_body("text/plain", "image=x"), 415);
  EXPECT_EQ(status_of_body("multipart/form-data; boundary=x", "--x"), 415);
}

TEST(BodyFields, WithoutContentTypeTheFirstByteDecides) {
  const auto json = read_body(with_body("", " \r\n{\"a\":1}"));
  EXPECT_THAT(*json, ElementsAre(Pair("a", "1")));
  const auto form = read_body(with_body("", "a=1"));
  EXPECT_THAT(*form, ElementsAre(Pair("a", "1")));
}

TEST(BodyFields, JsonSentByCurlAsAFormIsStillJson) {
  const auto read = read_body(with_body(form_type, R"({"status":"stopped"})"));
  ASSERT_TRUE(read);
  EXPECT_THAT(*read, ElementsAre(Pair("status", "stopped")));
}

TEST(BodyFields, AnEmptyBodyHasNoFieldsWhateverItsType) {
  for (auto type : {"", form_type, json_type, "text/plain"})
    EXPECT_TRUE(read_body(with_body(type, ""))->empty()) << type;
}

TEST(BodyFields, UnknownFieldsAreRefusedWithTheListOfKnownOnes) {
  const fields all{{"image", "x"}, {"colour", "red"}};
  EXPECT_TRUE(allow_only(all, {"image", "colour"}));
  EXPECT_EQ(allow_only(all, {"image", "name"}).error().message,
            "colour: unknown field; allowed: image, name");
}
