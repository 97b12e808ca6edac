#include "actors/decision_tree.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <string_view>

namespace spin {

decision_tree::decision_tree(
  values sizes, const std::function<std::string(const values&)>& answer,
  std::function<std::string(std::size_t, const values&)> words)
  : sizes_(std::move(sizes)), words_(std::move(words)) {
  const auto count = std::accumulate(sizes_.begin(), sizes_.end(),
                                     std::size_t{1}, std::multiplies<>{});
  for (std::size_t i = 0; i < count; ++i) {
    values one;
    for (std::size_t q = 0; q < sizes_.size(); ++q)
      one.push_back(value_at(i, q));
    answers_.push_back(answer(one));
  }
}

std::string decision_tree::text() const {
  cases all(answers_.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  return print(all, 1);
}

std::size_t decision_tree::value_at(std::size_t one,
                                    std::size_t question) const {
  for (auto later = question + 1; later < sizes_.size(); ++later)
    one /= sizes_[later];
  return one % sizes_[question];
}

bool decision_tree::same_answers(const cases& a, const cases& b) const {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [this](std::size_t x, std::size_t y) {
                      return answers_[x] == answers_[y];
                    });
}

decision_tree::division decision_tree::divide(const cases& all,
                                              std::size_t question) const {
  std::map<std::size_t, cases> by_value;
  for (const auto one : all)
    by_value[value_at(one, question)].push_back(one);
  division result{question, {}};
  for (auto& [value, of_value] : by_value) {
    auto& groups = result.groups;
    const auto known = std::find_if(
      groups.begin(), groups.end(), [&, &of = of_value](const auto& group) {
        return same_answers(group.of_first, of);
      });
    if (known == groups.end())
      groups.push_back({{value}, std::move(of_value)});
    else
      known->which.push_back(value);
  }
  return result;
}

/// Returns the division that leaves the fewest different answers in its groups;
/// no groups if all answers are the same.
decision_tree::division
decision_tree::quick_division(const cases& all) const {
  division best;
  std::size_t least = 0;
  for (std::size_t q = 0; q < sizes_.size(); ++q) {
    auto next = divide(all, q);
    if (next.groups.size() < 2)
      continue;
    std::size_t different = 0;
    for (const auto& group : next.groups) {
      std::set<std::string_view> answers;
      for (const auto one : group.of_first)
        answers.insert(answers_[one]);
      different += answers.size();
    }
    if (least == 0 || different < least) {
      least = different;
      best = std::move(next);
    }
  }
  return best;
}

/// Returns how many lines there would be with quick divisions all the way.
std::size_t decision_tree::lines_for(const cases& all) const {
  const auto next = quick_division(all);
  std::size_t result = next.groups.empty() ? 1 : 0;
  for (const auto& group : next.groups)
    result += lines_for(group.of_first);
  return result;
}

/// Returns the division after which quick ones need the fewest lines.
decision_tree::division decision_tree::best_division(const cases& all) const {
  division best;
  std::size_t least = 0;
  for (std::size_t q = 0; q < sizes_.size(); ++q) {
    auto next = divide(all, q);
    if (next.groups.size() < 2)
      continue;
    std::size_t lines = 0;
    for (const auto& group : next.groups)
      lines += lines_for(group.of_first);
    if (least == 0 || lines < least) {
      least = lines;
      best = std::move(next);
    }
  }
  return best;
}

std::string decision_tree::print(const cases& all, std::size_t depth) const {
  auto [question, groups] = best_division(all);
  if (groups.empty())
    return ' ' + answers_[all.front()];
  // The group of the most values comes last, as "otherwise".
  std::stable_sort(groups.begin(), groups.end(),
                   [](const auto& a, const auto& b) {
                     return a.which.size() < b.which.size();
                   });
  std::string result;
  for (const auto& group : groups) {
    const bool rest = &group == &groups.back() && group.which.size() > 1;
    result += '\n' + std::string(2 * depth, ' ') + "- "
              + (rest ? "otherwise" : words_(question, group.which)) + ':'
              + print(group.of_first, depth + 1);
  }
  return result;
}

} // namespace spin
