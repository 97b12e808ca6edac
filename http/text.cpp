#include "http/text.hpp"

#include <algorithm>
#include <charconv>

#include <rapidjson/encodings.h>
#include <rapidjson/memorystream.h>

namespace spin::http {

namespace {

/// A stream that takes anything: the validator wants to copy what it reads.
struct nowhere {
  using Ch = char;
  void Put(char) noexcept {}
};

} // namespace

std::string_view trimmed(std::string_view text) noexcept {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos)
    return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::string lower_case(std::string_view text) {
  std::string out{text};
  std::transform(out.begin(), out.end(), out.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return out;
}

bool is_utf8(std::string_view text) {
  rapidjson::MemoryStream in{text.data(), text.size()};
  nowhere out;
  while (in.Tell() < text.size())
    if (!rapidjson::UTF8<>::Validate(in, out))
      return false;
  // Past its end the stream reads NUL, which never completes a character.
  return in.Tell() == text.size();
}

bool has_control(std::string_view text) noexcept {
  return std::any_of(text.begin(), text.end(),
                     [](unsigned char c) { return c < 0x20 || c == 0x7f; });
}

std::optional<std::uint64_t> whole_number(std::string_view text,
                                          std::uint64_t max) noexcept {
  std::uint64_t number = 0;
  const auto* end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || stopped != end || number > max)
    return std::nullopt;
  return number;
}

} // namespace spin::http
