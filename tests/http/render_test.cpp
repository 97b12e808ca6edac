#include "http/render.hpp"

#include <gmock/gmock.h>
#include <rapidjson/document.h>

#include "samples.hpp"

using namespace spin;
using namespace spin::http;
using namespace spin::http::test;

namespace {

rapidjson::Document parsed(const std::string& text) {
  rapidjson::Document doc;
  doc.Parse(text.data(), text.size());
  EXPECT_FALSE(doc.HasParseError()) << text;
  return doc;
}

rapidjson::Document rendered(const container_view& view) {
  return parsed(render(view, some_time(), server_policy{}));
}

std::string member_text(const rapidjson::Document& doc, const char* name) {
  return doc[name].IsString() ? doc[name].GetString() : "(no string)";
}

} // namespace

TEST(ContainerJson, BeginsWithTheManualsEightFieldsAllStrings) {
  const auto doc = rendered(some_container());
  constexpr std::array names{"status", "name",         "active", "ssh_port",
                             "image",  "container_id", "uri",    "app_port"};
  auto member = doc.MemberBegin();
  for (const auto* name : names) {
    EXPECT_STREQ(member->name.GetString(), name);
    EXPECT_TRUE(member->value.IsString()) << name;
    ++member;
  }
  const std::string id(64, 'a');
  EXPECT_EQ(member_text(doc, "status"), "running");
  EXPECT_EQ(member_text(doc, "active"), "0");
  EXPECT_EQ(member_text(doc, "ssh_port"), "49155");
  EXPECT_EQ(member_text(doc, "app_port"), "49156");
  EXPECT_EQ(member_text(doc, "image"), "atbaker/sd-postgres");
  EXPECT_EQ(member_text(doc, "container_id"), id);
  EXPECT_EQ(member_text(doc, "uri"), "/v1/containers/" + id);
}

// Old clients cut the first character off.
TEST(ContainerJson, NameKeepsItsLeadingSlash) {
  EXPECT_EQ(member_text(rendered(some_container()), "name"), "/hungry_bell_a");
}

TEST(ContainerJson, PortsAreEmptyAtRestButNotWhileStopping) {
  const auto rest = rendered(in_phase(phase::stopped));
  EXPECT_EQ(member_text(rest, "ssh_port"), "");
  EXPECT_EQ(member_text(rest, "app_port"), "");
  EXPECT_TRUE(rest["ports"].ObjectEmpty());
  const auto stopping = rendered(in_phase(phase::stopping));
  EXPECT_EQ(member_text(stopping, "status"), "stopping");
  EXPECT_EQ(member_text(stopping, "ssh_port"), "49155");
  EXPECT_STREQ(stopping["ports"]["5432/tcp"].GetString(), "49156");
}

TEST(ContainerJson, MomentsAreUtcOrNull) {
  auto view = some_container();
  auto doc = rendered(view);
  EXPECT_EQ(member_text(doc, "created_at"), "2014-05-01T11:59:00.000Z");
  EXPECT_TRUE(doc["reported_at"].IsNull());
  EXPECT_TRUE(doc["stopped_at"].IsNull());
  view.life.reported_at = some_time().steady - 1500ms;
  doc = rendered(view);
  EXPECT_EQ(member_text(doc, "reported_at"), "2014-05-01T11:59:58.500Z");
}

TEST(ContainerJson, TheLargestReportKeepsItsDigits) {
  auto view = some_container();
  view.life.active = 9223372036854775807u;
  EXPECT_EQ(member_text(rendered(view), "active"), "9223372036854775807");
}

TEST(ListJson, HoldsEachInOrder) {
  const auto doc = parsed(render(
      std::vector{shared(some_container('b')), shared(some_container('a'))},
      some_time(), server_policy{}));
  ASSERT_EQ(doc.Size(), 2u);
  EXPECT_STREQ(doc[0]["name"].GetString(), "/hungry_bell_b");
  EXPECT_EQ(render(std::vector<view_ptr>{}, some_time(), server_policy{}),
            "[]");
  EXPECT_EQ(render(std::vector<std::string>{"a:1", "\"b\""}),
            R"(["a:1","\"b\""])");
}

TEST(MessageJson, IsValidWhateverItQuotes) {
  for (std::string text : {"plain", "\"quoted\"\r\n", "\xff\xfe", "\xc3\xa9"})
    EXPECT_TRUE(parsed(render_message(text))["message"].IsString()) << text;
  EXPECT_EQ(render_message("a\xff"), R"({"message":"a?"})");
}

TEST(Iso, CoversLeapDaysAndTheEndOfTheYear) {
  using namespace std::chrono;
  EXPECT_EQ(to_iso(sys_days{2024y / February / 29} + 1ms),
            "2024-02-29T00:00:00.001Z");
  EXPECT_EQ(to_iso(sys_days{2014y / December / 31} + 24h - 1ms),
            "2014-12-31T23:59:59.999Z");
}
