#include "store/hex.hpp"

namespace spin {

namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";

std::uint8_t value_of(char digit) noexcept {
  return static_cast<std::uint8_t>(hex_digits.find(digit));
}

} // namespace

std::string to_hex(std::span<const std::uint8_t> bytes) {
  std::string result;
  result.reserve(bytes.size() * 2);
  for (auto byte : bytes) {
    result += hex_digits[byte >> 4];
    result += hex_digits[byte & 0xf];
  }
  return result;
}

bool is_hex(std::string_view text, std::size_t length) noexcept {
  return text.size() == length
         && text.find_first_not_of(hex_digits) == std::string_view::npos;
}

bool from_hex(std::string_view text, std::span<std::uint8_t> bytes) noexcept {
  if (!is_hex(text, bytes.size() * 2))
    return false;
  for (std::size_t i = 0; i < bytes.size(); ++i)
    bytes[i] = static_cast<std::uint8_t>(value_of(text[2 * i]) << 4
                                         | value_of(text[2 * i + 1]));
  return true;
}

} // namespace spin
