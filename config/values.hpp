#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tl/expected.hpp>

#include "config/problem.hpp"

namespace spin::config {

/// A value, or what is wrong with its text (reads on after "KEY: ").
template <class T>
using parsed = tl::expected<T, std::string>;

/// How the values of one kind are written in every source. Law:
/// `read(show(x)) == x` for each x that `read` ever returned.
template <class T>
struct codec {
  /// The kind in one or two words, e.g. "duration".
  std::string kind;
  /// What is allowed; reads on after "allowed: ".
  std::string allowed;
  std::function<parsed<T>(std::string_view)> read;
  std::function<std::string(const T&)> show;
  /// Returns the value without its secret, or "" if it holds none. Empty
  /// function: the kind has no secrets.
  std::function<std::string(const T&)> masked = {};
};

// -- pure parsers -------------------------------------------------------------

/// Reads "90", "90s", "30m", "2h" or "7d" as whole seconds >= 0. Errors: not of
/// that form, or more than int64 seconds.
parsed<std::chrono::seconds> parse_duration(std::string_view text);

/// Writes a duration >= 0 in the largest unit that is exact: "30m", "90s".
std::string to_text(std::chrono::seconds value);

/// Reads true/false, yes/no, on/off or 1/0 in any case; nothing else.
parsed<bool> parse_boolean(std::string_view text);

/// Returns whether the two are equal but for the case of ASCII letters.
bool same_word(std::string_view a, std::string_view b);

/// Returns the text without blanks and tabs at its ends.
std::string_view trimmed(std::string_view text);

// -- kinds of values ----------------------------------------------------------

/// Durations from `least` to `most`, both included.
codec<std::chrono::seconds> durations(std::chrono::seconds least,
                                      std::chrono::seconds most);

/// The same, and `auto`, which is kept as -1 s.
codec<std::chrono::seconds> durations_or_auto(std::chrono::seconds least,
                                              std::chrono::seconds most);

/// Whole numbers from `least` to `most`, both included, in decimal digits.
codec<std::uint64_t> whole_numbers(std::uint64_t least, std::uint64_t most);

codec<bool> booleans();

/// One of some words, in any case.
template <class Enum>
codec<Enum> words(std::initializer_list<std::pair<const char*, Enum>> list) {
  const std::vector<std::pair<std::string, Enum>> all(list.begin(), list.end());
  std::string allowed;
  for (const auto& [word, value] : all)
    allowed += (allowed.empty() ? "" : ", ") + word;
  return {
      "word",
      allowed,
      [all](std::string_view text) -> parsed<Enum> {
        for (const auto& [word, value] : all)
          if (same_word(word, text))
            return value;
        return tl::unexpected(shown_value(text) + " is none of them");
      },
      [all](const Enum& shown) -> std::string {
        for (const auto& [word, value] : all)
          if (value == shown)
            return word;
        return {};
      },
  };
}

/// Names that become part of labels and keys: letters, digits, '-', '_', '.',
/// 1 to 32 of them.
codec<std::string> names();

/// A password: never shown; no control characters, as RFC 7617 asks.
codec<std::string> passwords();

/// The path of a file, or nothing.
codec<std::string> file_paths();

} // namespace spin::config
