#include "config/utf8.hpp"

#include <cstdint>
#include <cstdio>

namespace spin::log {

namespace {

/// A code point and how many bytes it took.
struct decoded {
  std::uint32_t code = 0;
  std::size_t size = 0; ///< 0 = the first byte begins nothing valid.
};

decoded decode_first(std::string_view text) {
  const auto byte = [&](std::size_t i) {
    return static_cast<unsigned char>(text[i]);
  };
  const std::uint32_t first = byte(0);
  if (first < 0x80)
    return {first, 1};
  const std::size_t size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || text.size() < size)
    return {};
  auto code = first & (0x7fu >> size);
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xc0) != 0x80)
      return {};
    code = code << 6 | (byte(i) & 0x3fu);
  }
  const std::uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  const auto surrogate = code >= 0xd800 && code <= 0xdfff;
  if (code < least[size] || code > 0x10ffff || surrogate)
    return {};
  return {code, size};
}

/// Calls `each` with every code point and its bytes; broken bytes come one by
/// one as U+FFFD.
template <class F>
void walk(std::string_view text, F each) {
  while (!text.empty()) {
    const auto [code, size] = decode_first(text);
    if (size == 0)
      each(0xfffdu, std::string_view{"\xef\xbf\xbd"});
    else
      each(code, text.substr(0, size));
    text.remove_prefix(size == 0 ? 1 : size);
  }
}

} // namespace

std::string valid_utf8(std::string_view text) {
  std::string result;
  walk(text, [&](std::uint32_t, std::string_view bytes) { result += bytes; });
  return result;
}

std::string escaped_text(std::string_view text) {
  std::string result;
  walk(text, [&](std::uint32_t code, std::string_view bytes) {
    if (code == '"' || code == '\\') {
      result += '\\';
      result += bytes;
    } else if (code == '\n') {
      result += "\\n";
    } else if (code == '\r') {
      result += "\\r";
    } else if (code == '\t') {
      result += "\\t";
    } else if (code < 0x20 || (code >= 0x7f && code < 0xa0)) {
      char hex[8];
      std::snprintf(hex, sizeof hex, "\\x%02x", static_cast<unsigned>(code));
      result += hex;
    } else {
      result += bytes;
    }
  });
  return result;
}

} // namespace spin::log
