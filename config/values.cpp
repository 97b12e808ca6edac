#include "config/values.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <limits>

namespace spin::config {

namespace {

using std::chrono::seconds;

constexpr std::pair<char, std::int64_t> units[] = {
    {'d', 86400}, {'h', 3600}, {'m', 60}, {'s', 1}};

constexpr std::string_view duration_form =
    "whole seconds, or a number with s, m, h or d";

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_control(char c) {
  return (c >= 0 && c < 0x20) || c == 0x7f;
}

bool is_name_char(char c) {
  const auto small = lower(c);
  return (small >= 'a' && small <= 'z') || is_digit(c) || c == '-' || c == '_'
         || c == '.';
}

} // namespace

// -- pure parsers -------------------------------------------------------------

parsed<seconds> parse_duration(std::string_view text) {
  auto number = text;
  std::int64_t unit = 1;
  for (const auto& [letter, length] : units)
    if (number.ends_with(letter)) {
      number.remove_suffix(1);
      unit = length;
      break;
    }
  if (number.empty() || !std::all_of(number.begin(), number.end(), is_digit))
    return tl::unexpected(shown_value(text) + " is not a duration");
  std::int64_t count = 0;
  const auto last = number.data() + number.size();
  const auto [end, error] = std::from_chars(number.data(), last, count);
  if (error != std::errc{}
      || count > std::numeric_limits<std::int64_t>::max() / unit)
    return tl::unexpected(shown_value(text) + " is too long");
  return seconds{count * unit};
}

std::string to_text(seconds value) {
  for (const auto& [letter, length] : units)
    if (value.count() != 0 && value.count() % length == 0)
      return std::to_string(value.count() / length) + letter;
  return "0s";
}

parsed<bool> parse_boolean(std::string_view text) {
  for (const auto word : {"true", "yes", "on", "1"})
    if (same_word(word, text))
      return true;
  for (const auto word : {"false", "no", "off", "0"})
    if (same_word(word, text))
      return false;
  return tl::unexpected(shown_value(text) + " is neither true nor false");
}

bool same_word(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos)
    return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// -- kinds of values ----------------------------------------------------------

codec<seconds> durations(seconds least, seconds most) {
  return {
      "duration",
      std::string{duration_form} + ", from " + to_text(least) + " to "
          + to_text(most),
      [least, most](std::string_view text) -> parsed<seconds> {
        const auto value = parse_duration(text);
        if (!value || (*value >= least && *value <= most))
          return value;
        return tl::unexpected(shown_value(text) + " is out of range");
      },
      [](const seconds& value) { return to_text(value); },
  };
}

codec<seconds> durations_or_auto(seconds least, seconds most) {
  auto result = durations(least, most);
  result.allowed += ", or auto";
  result.read = [plain = result.read](std::string_view text) {
    return same_word(text, "auto") ? seconds{-1} : plain(text);
  };
  result.show = [](const seconds& value) {
    return value.count() < 0 ? "auto" : to_text(value);
  };
  return result;
}

codec<std::uint64_t> whole_numbers(std::uint64_t least, std::uint64_t most) {
  return {
      "number",
      "a whole number from " + std::to_string(least) + " to "
          + std::to_string(most),
      [least, most](std::string_view text) -> parsed<std::uint64_t> {
        std::uint64_t value = 0;
        const auto* last = text.data() + text.size();
        const auto [end, error] = std::from_chars(text.data(), last, value);
        if (error == std::errc::result_out_of_range
            || (end == last && (value < least || value > most)))
          return tl::unexpected(shown_value(text) + " is out of range");
        if (error != std::errc{} || end != last)
          return tl::unexpected(shown_value(text) + " is not a whole number");
        return value;
      },
      [](const std::uint64_t& value) { return std::to_string(value); },
  };
}

codec<bool> booleans() {
  return {
      "boolean",
      "true or false (also yes/no, on/off, 1/0)",
      parse_boolean,
      [](const bool& value) { return value ? "true" : "false"; },
  };
}

codec<std::string> names() {
  return {
      "name",
      "1 to 32 letters, digits, '-', '_' and '.'",
      [](std::string_view text) -> parsed<std::string> {
        if (!text.empty() && text.size() <= 32
            && std::all_of(text.begin(), text.end(), is_name_char))
          return std::string{text};
        return tl::unexpected(shown_value(text) + " is not a name");
      },
      [](const std::string& value) { return value; },
  };
}

codec<std::string> passwords() {
  return {
      "password",
      "any text without control characters",
      [](std::string_view text) -> parsed<std::string> {
        if (std::any_of(text.begin(), text.end(), is_control))
          return tl::unexpected<std::string>("has control characters");
        return std::string{text};
      },
      [](const std::string& value) { return value; },
      [](const std::string&) { return "***"; },
  };
}

codec<std::string> file_paths() {
  return {
      "file",
      "the path of a file, or nothing",
      [](std::string_view text) -> parsed<std::string> {
        if (std::any_of(text.begin(), text.end(), is_control))
          return tl::unexpected(shown_value(text) + " is not a path");
        return std::string{text};
      },
      [](const std::string& value) { return value; },
  };
}

} // namespace spin::config
