#pragma once

#include <functional>
#include <string>
#include <vector>

namespace spin {

/// Says in as few lines as possible what answers depend on: questions that make
/// no difference are left out, values with the same answers stand together.
class decision_tree {
public:
  /// Values of one question each, by their number.
  using values = std::vector<std::size_t>;

  /// `sizes`: how many values each question has; `answer` is asked once for
  /// every combination of values, `words` names some values of one question.
  decision_tree(values sizes,
                const std::function<std::string(const values&)>& answer,
                std::function<std::string(std::size_t question, const values&)>
                  words);

  /// Returns the answer after a space if there is only one, else a nested
  /// Markdown list that begins on a new line.
  std::string text() const;

private:
  using cases = std::vector<std::size_t>;
  /// Values with the same answers to all other questions, and the cases of the
  /// first of them, which stand for all.
  struct same_values {
    values which;
    cases of_first;
  };
  struct division {
    std::size_t question = 0;
    std::vector<same_values> groups;
  };

  std::size_t value_at(std::size_t one, std::size_t question) const;
  bool same_answers(const cases& a, const cases& b) const;
  division divide(const cases& all, std::size_t question) const;
  division quick_division(const cases& all) const;
  division best_division(const cases& all) const;
  std::size_t lines_for(const cases& all) const;
  std::string print(const cases& all, std::size_t depth) const;

  values sizes_;
  std::function<std::string(std::size_t, const values&)> words_;
  /// Of every combination; the last question varies fastest.
  std::vector<std::string> answers_;
};

} // namespace spin
