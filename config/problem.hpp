#pragma once

#include <string>
#include <string_view>

#include <tl/expected.hpp>

namespace spin::config {

/// Why a configuration is refused. It never holds the value of a secret.
struct problem {
  /// Where the value stands: "FILE:LINE", "environment NAME" or "--set".
  std::string where;
  /// The option; empty if the fault is not with a single one.
  std::string key;
  /// Reads on after the key, e.g. "\"5x\" is not a duration".
  std::string what;
  /// Reads on after "allowed: ".
  std::string allowed;

  /// Returns `WHERE: KEY: WHAT; allowed: ALLOWED`: one line without its end,
  /// whatever bytes the configuration holds.
  std::string line() const;
};

/// A value, or why there is none.
template <class T>
using checked = tl::expected<T, problem>;

/// Writes control characters as \xNN, so that the text stays on its line.
std::string one_line(std::string_view text);

/// Returns `text` in double quotes as an error may show it: at most 60 bytes,
/// and nothing of what stands before an '@' (there passwords stand in a URI).
std::string shown_value(std::string_view text);

/// Returns the part of a key that an error may show: its first letters, digits,
/// '_', '-' and '.', so that `sd_password:x`, where a blank was forgotten,
/// shows no password.
std::string shown_key(std::string_view key);

} // namespace spin::config
