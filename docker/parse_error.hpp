#pragma once

#include <string>
#include <string_view>

namespace spin::docker {

/// The longest text that `parse_error` returns, in bytes.
inline constexpr std::size_t error_text_limit = 500;

/// Returns what the engine says in the body of a refusal: `message` of a JSON
/// object, else the raw text (old engines and proxies send plain text). On one
/// line, trimmed, cut at `error_text_limit`; empty if it says nothing.
std::string parse_error(std::string_view body);

/// Returns whether `body` is a refusal in the engine's own form, a JSON object
/// with a `message`.
bool is_error_document(std::string_view body);

} // namespace spin::docker
