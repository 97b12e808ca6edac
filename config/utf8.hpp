#pragma once

#include <string>
#include <string_view>

namespace spin::log {

/// Returns `text` with U+FFFD in place of each byte that is not a part of valid
/// UTF-8 (RFC 3629: no overlong forms, no surrogates).
std::string valid_utf8(std::string_view text);

/// Returns `text` as valid UTF-8 that is safe between double quotes on one
/// line: \" \\ \n \r \t, and \xNN for other control characters, the C1 set
/// (which terminals obey) among them.
std::string escaped_text(std::string_view text);

} // namespace spin::log
