#pragma once

#include <string>
#include <string_view>

namespace spin {

/// Returns whether `text` is well-formed UTF-8 (no surrogates, no overlong
/// forms).
bool is_utf8(std::string_view text);

/// Returns `text` with each byte that is not UTF-8 replaced by U+FFFD.
std::string to_utf8(std::string_view text);

} // namespace spin
