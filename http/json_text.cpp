#include "http/json_text.hpp"

#include <array>
#include <charconv>

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

namespace spin::http {

namespace {

/// RFC 8259, 7: what must be escaped. Without a branch for each byte, so that
/// the compiler takes many at once.
bool is_plain(std::string_view text) {
  unsigned odd = 0;
  for (const unsigned char c : text)
    odd |= static_cast<unsigned>(c < 0x20) | static_cast<unsigned>(c == '"')
           | static_cast<unsigned>(c == '\\');
  return odd == 0;
}

} // namespace

void json_text::next() {
  if (comma_)
    text_ += ',';
  comma_ = true;
}

void json_text::open(char bracket) {
  next();
  text_ += bracket;
  comma_ = false;
}

void json_text::close(char bracket) {
  text_ += bracket;
  comma_ = true;
}

void json_text::key(std::string_view name) {
  next();
  text_.append(1, '"').append(name).append("\":");
  comma_ = false;
}

void json_text::string(std::string_view text) {
  next();
  if (is_plain(text)) {
    text_.append(1, '"').append(text).append(1, '"');
    return;
  }
  rapidjson::StringBuffer escaped;
  rapidjson::Writer<rapidjson::StringBuffer> out{escaped};
  out.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
  text_.append(escaped.GetString(), escaped.GetSize());
}

void json_text::whole(std::int64_t number) {
  next();
  std::array<char, 24> digits{};
  const auto end =
      std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  text_.append(digits.data(), end);
}

void json_text::truth(bool value) {
  next();
  text_ += value ? "true" : "false";
}

void json_text::decimal(double number) {
  next();
  // 309 digits before the point are the most that there are.
  std::array<char, 328> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(),
                                 number, std::chars_format::fixed, 2)
                       .ptr;
  text_.append(digits.data(), end);
}

void json_text::null() {
  next();
  text_ += "null";
}

void json_text::raw(std::string_view json) {
  next();
  text_ += json;
}

} // namespace spin::http
