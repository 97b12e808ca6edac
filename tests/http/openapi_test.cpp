#include "http/openapi.hpp"

#include <algorithm>
#include <set>

#include <gmock/gmock.h>
#include <rapidjson/document.h>

#include "actors/explain.hpp"
#include "actors/view.hpp"
#include "http/api_operations.hpp"
#include "http/routes.hpp"

using namespace spin;
using namespace spin::http;

namespace {

rapidjson::Document document() {
  rapidjson::Document doc;
  doc.Parse(openapi().c_str());
  EXPECT_FALSE(doc.HasParseError());
  return doc;
}

std::string route_text(const route& which) {
  return std::string{which.method} + ' ' + std::string{which.pattern};
}

/// The words that the schema `name` lists, at `member` of its properties.
std::set<std::string> words_of(const char* name, const char* member = nullptr) {
  const auto doc = document();
  const auto& schema = doc["components"]["schemas"][name];
  const auto& list =
      member ? schema["properties"][member]["enum"] : schema["enum"];
  std::set<std::string> words;
  for (const auto& each : list.GetArray())
    if (each.IsString())
      words.insert(each.GetString());
  return words;
}

} // namespace

TEST(OpenApi, EveryRouteIsDescribedAndNothingElse) {
  std::size_t described = 0;
  for (const auto& each : routes()) {
    if (is_of_page(each))
      continue;
    ++described;
    EXPECT_NE(operation_of(each.method, each.pattern), nullptr)
        << route_text(each) << " is missing in http/api_operations.cpp";
  }
  for (const auto& each : api_operations())
    EXPECT_TRUE(std::ranges::any_of(routes(),
                                    [&](const route& which) {
                                      return which.method == each.method
                                             && which.pattern == each.pattern;
                                    }))
        << each.method << each.pattern;
  EXPECT_EQ(api_operations().size(), described);
}

TEST(OpenApi, EveryRouteTellsWhatItSucceedsWith) {
  for (const auto& each : api_operations())
    EXPECT_TRUE(std::ranges::any_of(each.answers, [](const api_answer& one) {
      return one.status >= 200 && one.status < 300;
    })) << each.id;
}

TEST(OpenApi, EveryBodyHasAnExampleAndEveryPartOfAPathAParameter) {
  const auto doc = document();
  for (const auto& each : api_operations()) {
    EXPECT_EQ(each.body.empty(), each.examples.empty()) << each.id;
    std::set<std::string> in_path;
    for (const auto name : each.parameters) {
      const auto& one =
          doc["components"]["parameters"][std::string{name}.c_str()];
      if (std::string{one["in"].GetString()} == "path")
        in_path.insert("{" + std::string{one["name"].GetString()} + "}");
    }
    for (const auto& part : in_path)
      EXPECT_TRUE(
          std::ranges::any_of(doc["paths"].GetObject(), [&](const auto& path) {
            return std::string_view{path.name.GetString()}.find(part)
                   != std::string_view::npos;
          }));
    EXPECT_EQ(static_cast<std::size_t>(std::ranges::count(each.pattern, ':')),
              in_path.size())
        << each.id;
  }
}

TEST(OpenApi, WhatNeedsNoLoginSaysSo) {
  const auto doc = document();
  const auto& paths = doc["paths"];
  EXPECT_TRUE(paths["/healthz"]["get"]["security"].Empty());
  EXPECT_FALSE(paths["/v1/images"]["get"].HasMember("security"));
  EXPECT_FALSE(doc["security"].Empty());
}

// A word that the code learns must be described.
TEST(OpenApi, TheWordsAreThoseOfTheCode) {
  std::set<std::string> statuses{"failed"};
  for (auto each :
       {phase::starting, phase::running, phase::stopping, phase::stopped,
        phase::pausing, phase::paused, phase::resuming})
    statuses.insert(std::string{to_string(each)});
  EXPECT_EQ(words_of("Status"), statuses);
  std::set<std::string> reasons;
  for (auto each :
       {stop_reason::idle, stop_reason::asked, stop_reason::died,
        stop_reason::start_failed, stop_reason::max_age, stop_reason::outside})
    reasons.insert(std::string{to_string(each)});
  EXPECT_EQ(words_of("StopReason"), reasons);
  std::set<std::string> rules{"unknown"};
  for (auto each :
       {deciding_rule::not_running, deciding_rule::working,
        deciding_rule::disabled, deciding_rule::report_without_end,
        deciding_rule::group,
        deciding_rule::in_use, deciding_rule::looks, deciding_rule::last_chance,
        deciding_rule::max_age, deciding_rule::paused})
    rules.insert(std::string{to_string(each)});
  EXPECT_EQ(words_of("Idle", "rule"), rules);
}
