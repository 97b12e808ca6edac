#include <gtest/gtest.h>

#include "actors/decision_tree.hpp"

namespace spin {

namespace {

using values = decision_tree::values;

/// A tree over questions of those sizes whose values are named "q.v".
std::string tree(const values& sizes,
                 const std::function<std::string(const values&)>& answer) {
  const auto words = [](std::size_t question, const values& which) {
    std::string result;
    for (const auto value : which)
      result += (result.empty() ? "" : "|") + std::to_string(question) + '.'
                + std::to_string(value);
    return result;
  };
  return decision_tree{sizes, answer, words}.text();
}

} // namespace

TEST(DecisionTree, SaysOnceWhatIsAlwaysSo) {
  EXPECT_EQ(tree({2, 3}, [](const values&) { return "same"; }), " same");
}

TEST(DecisionTree, NeedsNoQuestions) {
  EXPECT_EQ(tree({}, [](const values&) { return "same"; }), " same");
}

TEST(DecisionTree, LeavesOutWhatMakesNoDifference) {
  const auto text = tree({2, 2, 2}, [](const values& of) {
    return of[1] == 0 ? "a" : "b";
  });
  EXPECT_EQ(text, "\n  - 1.0: a\n  - 1.1: b");
}

TEST(DecisionTree, PutsValuesWithTheSameAnswersTogether) {
  const auto text = tree({4}, [](const values& of) {
    return of[0] == 1 ? "a" : "b";
  });
  EXPECT_EQ(text, "\n  - 0.1: a\n  - otherwise: b");
}

TEST(DecisionTree, AsksFirstWhatSavesLines) {
  const auto text = tree({2, 3}, [](const values& of) {
    return of[1] == 2 && of[0] == 1 ? "a" : "b";
  });
  EXPECT_EQ(text, "\n  - 0.0: b\n  - 0.1:\n    - 1.2: a\n    - otherwise: b");
}

TEST(DecisionTree, ShowsEveryAnswerThatThereIs) {
  const auto text = tree({3, 4, 2}, [](const values& of) {
    return '<' + std::to_string(of[0] * 8 + of[1] * 2 + of[2]) + '>';
  });
  for (int i = 0; i < 24; ++i)
    EXPECT_NE(text.find('<' + std::to_string(i) + '>'), std::string::npos) << i;
}

} // namespace spin
