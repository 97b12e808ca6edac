#pragma once

#include <string_view>

#include "http/message.hpp"

namespace spin::http {

/// Fields as they came, names unique.
using fields = std::vector<std::pair<std::string, std::string>>;

/// The most fields a body or query may have, and their lengths in bytes.
inline constexpr std::size_t max_fields = 32;
inline constexpr std::size_t max_field_name = 64;
inline constexpr std::size_t max_field_value = 1024;

/// Adds a field unless it breaks a rule that forms and JSON share: limits, a
/// name given twice, NUL, text that is not UTF-8. 400 names the field.
reading<done> add_field(fields& to, std::string name, std::string value);

/// Reads `name=value&name=value` (application/x-www-form-urlencoded, also a
/// query): '+' is a space, %XX a byte. A name without '=' has an empty value.
/// Strict: 400 names the field that breaks a rule.
reading<fields> read_form(std::string_view text);

} // namespace spin::http
