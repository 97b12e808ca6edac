#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace spin::http {

/// Returns `text` without spaces and tabs at both ends.
std::string_view trimmed(std::string_view text) noexcept;

/// Returns `text` with A-Z in lower case; other bytes stay.
std::string lower_case(std::string_view text);

/// Returns whether `text` is well-formed UTF-8.
bool is_utf8(std::string_view text);

/// Returns whether `text` holds a control character (below 0x20, or 0x7f).
bool has_control(std::string_view text) noexcept;

/// Reads a whole number in plain decimal digits, no sign, no spaces; none if it
/// is anything else or more than `max`.
std::optional<std::uint64_t> whole_number(std::string_view text,
                                          std::uint64_t max) noexcept;

} // namespace spin::http
