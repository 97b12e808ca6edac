/// Laws over every recorded answer and the damages to it: a whole value or a
/// failure, never half a value, never a crash.

#include <algorithm>
#include <functional>

#include <gtest/gtest.h>
#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include "docker/parse_container.hpp"
#include "docker/parse_error.hpp"
#include "docker/parse_image.hpp"
#include "tests/docker/recorded.hpp"
#include "tests/docker/whole.hpp"

namespace spin::docker {

namespace {

using rapidjson::Value;

/// Returns whether `text` gives a whole value or a failure with a text.
using law = std::function<bool(const std::string& text, bool* failed)>;

template <class T>
law law_of(outcome<T> (*parse)(std::string_view)) {
  return [parse](const std::string& text, bool* failed) {
    const auto result = parse(text);
    *failed = !result;
    return result ? is_whole(*result)
                  : result.error().code == errc::malformed
                        && !result.error().what.empty();
  };
}

struct subject {
  std::string name;
  std::string text;
  law holds;
};

std::string written(const Value& value) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> out(buffer);
  value.Accept(out);
  return buffer.GetString();
}

/// Returns `text` without the bulk that no parser reads.
std::string slim(const std::string& text) {
  rapidjson::Document doc;
  doc.Parse(text.c_str());
  const auto drop = [](Value& object) {
    if (object.IsObject())
      for (const auto* unread : {"HostConfig", "GraphDriver", "ContainerConfig",
                                 "RootFS", "Mounts", "Components", "Options"})
        object.RemoveMember(unread);
  };
  drop(doc);
  if (doc.IsArray())
    for (auto& item : doc.GetArray())
      drop(item);
  return written(doc);
}

std::vector<subject> every_subject() {
  const std::pair<std::string, law> kinds[] = {
      {"version", law_of(parse_version)},
      {"images", law_of(parse_images)},
      {"image.", law_of(parse_image)},
      {"image_", law_of(parse_image)},
      {"bridge", law_of(parse_bridge_gateway)},
      {"container_", law_of(parse_container)},
      {"list", law_of(parse_list)},
      {"created", law_of(parse_created)},
  };
  std::vector<subject> result;
  for (const auto& api : test::recorded_apis)
    for (const auto& [prefix, holds] : kinds)
      for (const auto& name : test::recorded_names(api, prefix))
        result.push_back({api + '/' + name, test::recorded(api, name), holds});
  return result;
}

/// Calls `f()` once for every damage to one field anywhere below `value`, with
/// the damage done, and undoes it.
void damage_each(Value& value, const std::function<void()>& f) {
  const auto with = [&](Value& place, Value&& other) {
    place.Swap(other);
    f();
    place.Swap(other);
  };
  const auto damage = [&](Value& place) {
    with(place, Value());
    with(place, Value(-1));
    with(place, Value(1e300));
    with(place, Value("?"));
    with(place, Value(rapidjson::kArrayType));
    with(place, Value(rapidjson::kObjectType));
    damage_each(place, f);
  };
  if (value.IsArray())
    for (auto& item : value.GetArray())
      damage(item);
  if (!value.IsObject())
    return;
  for (auto& member : value.GetObject())
    damage(member.value);
  for (rapidjson::SizeType i = 0; i < value.MemberCount(); ++i) {
    auto& name = (value.MemberBegin() + i)->name;
    with(name, Value("Removed"));
  }
}

/// Returns one answer of each kind, without its bulk, so that every damage can
/// be tried in a few seconds.
std::vector<subject> slim_subjects() {
  const std::vector<std::string> names{"1.41/version.json",
                                       "1.41/images.json",
                                       "1.41/image.json",
                                       "1.41/bridge.json",
                                       "1.41/container_running.json",
                                       "1.41/list.json",
                                       "1.41/created.json",
                                       "1.52/container_running.json",
                                       "1.52/image_bare.json"};
  std::vector<subject> result;
  for (auto& one : every_subject())
    if (std::find(names.begin(), names.end(), one.name) != names.end())
      result.push_back({one.name, slim(one.text), one.holds});
  EXPECT_EQ(result.size(), names.size());
  return result;
}

} // namespace

TEST(ParseLaws, EveryRecordedAnswerIsWhole) {
  const auto all = every_subject();
  EXPECT_GE(all.size(), 30u);
  for (const auto& [name, text, holds] : all) {
    bool failed = true;
    EXPECT_TRUE(holds(text, &failed)) << name;
    EXPECT_FALSE(failed) << name;
  }
}

TEST(ParseLaws, EveryTruncationFails) {
  for (const auto& [name, text, holds] : slim_subjects()) {
    for (std::size_t n = 0; n < text.size(); ++n) {
      bool failed = false;
      ASSERT_TRUE(holds(text.substr(0, n), &failed) && failed)
          << name << " cut at " << n;
    }
  }
}

TEST(ParseLaws, EveryDamageToOneFieldFailsOrLeavesAWholeValue) {
  std::size_t failures = 0;
  std::size_t damages = 0;
  for (const auto& one : slim_subjects()) {
    rapidjson::Document doc;
    doc.Parse(one.text.c_str());
    damage_each(doc, [&] {
      bool failed = false;
      const auto text = written(doc);
      ASSERT_TRUE(one.holds(text, &failed)) << one.name << '\n' << text;
      ++damages;
      failures += failed;
    });
    EXPECT_EQ(written(doc), one.text) << one.name; // all damage was undone
  }
  EXPECT_GT(damages, 3'000u);
  EXPECT_GT(failures, 500u);
}

TEST(ParseLaws, ForeignTextFails) {
  const std::string texts[] = {
      "",       "null",  "true",    "0",        "\"x\"",
      "<html>", "{} {}", "{\"a\":", "\xff\xfe", std::string(1, '\0')};
  for (const auto& one : every_subject())
    for (const auto& text : texts) {
      bool failed = false;
      EXPECT_TRUE(one.holds(text, &failed) && failed) << one.name << text;
    }
}

TEST(ParseLaws, AZeroByteEndsNothing) {
  for (const auto& one : slim_subjects()) {
    bool failed = false;
    const auto text = one.text + std::string(1, '\0') + "and more";
    EXPECT_TRUE(one.holds(text, &failed) && failed) << one.name;
  }
}

TEST(ParseLaws, NestingWithoutEndDoesNotExhaustTheStack) {
  const std::string deep(500'000, '[');
  EXPECT_FALSE(parse_list(deep));
  EXPECT_FALSE(parse_list(deep + std::string(deep.size(), ']')));
  EXPECT_EQ(parse_error(deep).size(), error_text_limit);
}

} // namespace spin::docker
