#include <algorithm>
#include <utility>

#include "config/options.hpp"

namespace spin::config {

namespace {

/// Returns how many letters to insert, drop or change to turn `a` into `b`.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j < row.size(); ++j)
    row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    auto diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const auto change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, change});
    }
  }
  return row.back();
}

} // namespace

std::string nearest_key(std::string_view key) {
  constexpr std::size_t longest_typed = 64; // keeps a hostile file cheap
  if (key.size() > longest_typed)
    return {};
  std::string best;
  auto least = std::max<std::size_t>(3, key.size() / 3) + 1;
  for (const auto& row : options()) {
    const auto distance = edit_distance(key, row.key);
    if (distance < least) {
      least = distance;
      best = row.key;
    }
  }
  return best;
}

} // namespace spin::config
