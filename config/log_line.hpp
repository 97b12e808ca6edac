#pragma once

#include <chrono>
#include <concepts>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "config/settings.hpp"

namespace spin::log {

/// A moment in UTC, as a line shows it.
using moment = std::chrono::sys_time<std::chrono::milliseconds>;

/// A fact of a log line: `key=value`. It only refers to its texts, so it lives
/// no longer than the call that it is an argument of. Keys are words of ours,
/// other than "time", "level" and "msg".
struct field {
  std::string_view key;
  std::variant<std::string_view, std::int64_t, std::uint64_t, bool> value;

  field(std::string_view key_, std::string_view text)
      : key(key_), value(text) {}
  field(std::string_view key_, const char* text)
      : key(key_), value(std::string_view{text}) {}
  template <std::same_as<bool> T>
  field(std::string_view key_, T flag) : key(key_), value(flag) {}
  template <std::signed_integral T>
  field(std::string_view key_, T number)
      : key(key_), value(std::int64_t{number}) {}
  template <std::unsigned_integral T>
  requires(!std::same_as<T, bool>) field(std::string_view key_, T number)
      : key(key_), value(std::uint64_t{number}) {}
};

/// Returns one line without its end. `text`: time, level, message and
/// key=value, where a value is in quotes if it is empty or holds a blank, a
/// quote, a '=', a backslash or a control character; those are escaped, so that
/// nobody can write a line of his own into the log. `json`: one object with
/// "time", "level", "msg" and a member for each field. Bytes that are not UTF-8
/// become U+FFFD.
std::string line(config::log_format how, moment when, config::log_level level,
                 std::string_view message, std::span<const field> fields);

} // namespace spin::log
