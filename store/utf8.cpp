#include "store/utf8.hpp"

#include <algorithm>

#include <rapidjson/encodings.h>
#include <rapidjson/memorystream.h>

namespace spin {

namespace {

/// Somewhere to put what a validation copies.
struct nowhere {
  void Put(char) {}
};

/// Returns the length of the well-formed character at the start of `text`; 0
/// if there is none.
std::size_t first_character(std::string_view text) {
  rapidjson::MemoryStream in{text.data(), text.size()};
  nowhere out;
  return rapidjson::UTF8<>::Validate(in, out) ? in.Tell() : 0;
}

} // namespace

bool is_utf8(std::string_view text) {
  const auto is_ascii = [](char c) {
    return static_cast<unsigned char>(c) < 0x80;
  };
  // Nearly all there is: ten times faster than a character at a time.
  if (std::all_of(text.begin(), text.end(), is_ascii))
    return true;
  while (!text.empty()) {
    const auto length = first_character(text);
    if (length == 0)
      return false;
    text.remove_prefix(length);
  }
  return true;
}

std::string to_utf8(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  while (!text.empty()) {
    const auto length = first_character(text);
    if (length == 0)
      result += "\xef\xbf\xbd";
    else
      result += text.substr(0, length);
    text.remove_prefix(length == 0 ? 1 : length);
  }
  return result;
}

} // namespace spin
