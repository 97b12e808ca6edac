#include "config/problem.hpp"

#include <algorithm>
#include <cstdio>

namespace spin::config {

namespace {

constexpr std::size_t longest_shown = 60;

bool is_key_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
         || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
}

} // namespace

std::string problem::line() const {
  auto result = where + ": ";
  if (!key.empty())
    result += key + ": ";
  return one_line(result + what + "; allowed: " + allowed);
}

std::string one_line(std::string_view text) {
  std::string result;
  for (const unsigned char c : text) {
    if (c >= 0x20 && c != 0x7f) {
      result += static_cast<char>(c);
      continue;
    }
    char hex[5];
    std::snprintf(hex, sizeof hex, "\\x%02x", c);
    result += hex;
  }
  return result;
}

std::string shown_value(std::string_view text) {
  std::string dots;
  if (const auto at = text.rfind('@'); at != std::string_view::npos) {
    text.remove_prefix(at);
    dots = "...";
  }
  const auto cut = text.size() > longest_shown;
  return '"' + dots + std::string{text.substr(0, longest_shown)}
         + (cut ? "...\"" : "\"");
}

std::string shown_key(std::string_view key) {
  const auto end = std::find_if_not(key.begin(), key.end(), is_key_char);
  const std::string result{key.begin(), end};
  return end == key.end() ? result : result + "...";
}

} // namespace spin::config
