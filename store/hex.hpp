#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace spin {

/// Returns the lower-case hex digits of `bytes`, two for each.
std::string to_hex(std::span<const std::uint8_t> bytes);

/// Returns whether `text` is `length` lower-case hex digits.
bool is_hex(std::string_view text, std::size_t length) noexcept;

/// Writes the bytes that `text` names to `bytes`; false, and nothing written,
/// unless `text` is exactly that many lower-case digit pairs.
bool from_hex(std::string_view text, std::span<std::uint8_t> bytes) noexcept;

} // namespace spin
