#include "http/wishes.hpp"

#include "http/image_name.hpp"

#include <gtest/gtest.h>

#include "samples.hpp"

using namespace spin;
using namespace spin::http;
using namespace spin::http::test;

namespace {

std::string create_error(std::string_view type, const std::string& body) {
  const auto wish = read_create(with_body(type, body));
  return wish ? "(none)" : wish.error().message;
}

std::string change_error(std::string_view type, std::string_view body) {
  const auto wish = read_change(with_body(type, body));
  return wish ? "(none)" : wish.error().message;
}

/// "yes", "no" or the error.
std::string audit(std::string_view query, std::string_view body = "") {
  auto from = with_body(body.empty() ? "" : form_type, body);
  from.query = query;
  const auto wish = wants_audit(from);
  return wish ? (*wish ? "yes" : "no") : wish.error().message;
}

} // namespace

TEST(CreateWish, IsReadFromFormAndJsonAlike) {
  EXPECT_EQ(read_create(with_body(form_type, "image=a%2Fb:1"))->image, "a/b:1");
  EXPECT_EQ(read_create(with_body(json_type, R"({"image":"a/b:1"})"))->image,
            "a/b:1");
}

TEST(CreateWish, IsRefusedByField) {
  EXPECT_EQ(create_error("", ""), "image: is required");
  EXPECT_EQ(create_error(json_type, "{}"), "image: is required");
  EXPECT_EQ(create_error(form_type, "image="), "image: must not be empty");
  EXPECT_EQ(create_error(form_type, "image=../../x"),
            "image: " + std::string{image_rule});
  EXPECT_EQ(create_error(form_type, "image=a&imagine=b"),
            "imagine: unknown field; allowed: image");
  EXPECT_EQ(create_error(form_type, "image=" + std::string(255, 'x')),
            "(none)");
  EXPECT_EQ(create_error(form_type, "image=" + std::string(256, 'x')),
            "image: at most 255 bytes");
}

TEST(ChangeWish, IsOneOfTwo) {
  EXPECT_EQ(*read_change(with_body(form_type, "status=running")),
            wanted::running);
  EXPECT_EQ(*read_change(with_body(json_type, R"({"status":"stopped"})")),
            wanted::stopped);
}

TEST(ChangeWish, IsRefusedByField) {
  EXPECT_EQ(change_error("", ""), "status: is required");
  EXPECT_EQ(change_error(form_type, "status=paused"),
            "status: must be running or stopped");
  EXPECT_EQ(change_error(form_type, "status=Running"),
            "status: must be running or stopped");
  EXPECT_EQ(change_error(form_type, "status=running&status=stopped"),
            "status: given twice");
  EXPECT_EQ(
      change_error(json_type, R"({"status":"running","status":"stopped"})"),
      "status: given twice");
}

// S29: the manual's audit call sends its field in the body of a GET.
TEST(AuditWish, IsReadFromQueryAndBodyAlike) {
  EXPECT_EQ(audit(""), "no");
  EXPECT_EQ(audit("audit=true"), "yes");
  EXPECT_EQ(audit("", "audit=true"), "yes");
  for (auto word : {"1", "yes", "YES", "on", "True"})
    EXPECT_EQ(audit(std::string{"audit="} + word), "yes") << word;
  EXPECT_EQ(audit("audit=true", "audit=1"), "yes");
}

// S13: in the original any text, "False" too, meant yes.
TEST(AuditWish, FalseMeansNo) {
  for (auto word : {"false", "False", "0", "no", "off"})
    EXPECT_EQ(audit(std::string{"audit="} + word), "no") << word;
}

TEST(AuditWish, IsRefusedByField) {
  EXPECT_EQ(audit("audit=maybe"), "audit: must be true or false");
  EXPECT_EQ(audit("", "audit="), "audit: must be true or false");
  EXPECT_EQ(audit("audit=1&audit=1"), "audit: given twice");
  EXPECT_EQ(audit("audit=1", "audit=0"),
            "audit: query and body say different things");
  EXPECT_EQ(audit("", "odit=1"), "odit: unknown field; allowed: audit");
  EXPECT_EQ(audit("_=1700000000"), "no");
}
