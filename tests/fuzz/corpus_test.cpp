/// Every kept input keeps its laws: the corpus, what the fuzzers once found,
/// and the answers that were recorded from engines.

#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "tests/docker/recorded.hpp"
#include "tests/fuzz/laws.hpp"

namespace spin::fuzz {

namespace {

namespace fs = std::filesystem;

/// Checks one input and, as any part of it may come alone, its beginnings.
void check_all_of(const target& which, const std::string& text,
                  const std::string& name) {
  const auto step = text.size() / 100 + 1;
  for (std::size_t size = 0;; size += step) {
    const auto part = std::string_view{text}.substr(0, size);
    ASSERT_NO_THROW(which.check(part))
        << which.name << ": the first " << part.size() << " bytes of " << name;
    if (size >= text.size())
      return;
  }
}

std::string content(const fs::path& of) {
  std::ifstream in{of, std::ios::binary};
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

} // namespace

TEST(FuzzCorpus, EveryKeptInputKeepsTheLaws) {
  for (const auto& each : targets) {
    int inputs = 0;
    for (const auto& file :
         fs::directory_iterator{fs::path{SPIN_FUZZ_INPUTS} / each.name}) {
      ASSERT_NO_FATAL_FAILURE(
          check_all_of(each, content(file), file.path().filename()));
      ++inputs;
    }
    EXPECT_GE(inputs, 3) << each.name;
  }
}

TEST(FuzzCorpus, EveryRecordedAnswerKeepsTheLaws) {
  int inputs = 0;
  for (const auto& api : test::recorded_apis)
    for (const auto& name : test::recorded_names(api, "")) {
      const auto text = test::recorded(api, name);
      for (const auto& each : targets)
        ASSERT_NO_THROW(each.check(text)) << each.name << ": " << name;
      ++inputs;
    }
  EXPECT_GE(inputs, 30);
}

TEST(FuzzCorpus, EmptyAndOddInputsKeepTheLaws) {
  const std::string texts[] = {"",
                               std::string(1, '\0'),
                               "\xff",
                               std::string(70'000, '['),
                               std::string(70'000, 'a'),
                               std::string(70'000, '\n')};
  for (const auto& text : texts)
    for (const auto& each : targets)
      EXPECT_NO_THROW(each.check(text)) << each.name << text.substr(0, 1);
}

TEST(FuzzCuts, PutTogetherEveryCutIsTheWhole) {
  for (const auto* text : {"", "a", "some text that is cut"})
    for (const auto& pieces : cuts_of(text)) {
      std::string all;
      for (auto piece : pieces)
        all += piece;
      EXPECT_EQ(all, text);
    }
}

} // namespace spin::fuzz
