#include "http/form.hpp"

#include <algorithm>

#include "http/text.hpp"

namespace spin::http {

namespace {

int hex_digit(char c) noexcept {
  if (c >= '0' && c <= '9')
    return c - '0';
  if (c >= 'a' && c <= 'f')
    return c - 'a' + 10;
  if (c >= 'A' && c <= 'F')
    return c - 'A' + 10;
  return -1;
}

/// Undoes percent-encoding; none for a bad escape.
std::optional<std::string> decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i] == '+' ? ' ' : text[i];
      continue;
    }
    if (i + 2 >= text.size())
      return std::nullopt;
    const auto high = hex_digit(text[i + 1]);
    const auto low = hex_digit(text[i + 2]);
    if (high < 0 || low < 0)
      return std::nullopt;
    out += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return out;
}

/// Returns a field name as a message may show it: short and printable.
std::string shown(std::string_view name) {
  const auto start = std::string{name.substr(0, max_field_name)};
  return is_utf8(start) && !has_control(start) ? start : "a field name";
}

} // namespace

reading<done> add_field(fields& to, std::string name, std::string value) {
  if (name.empty())
    return refuse(400, "a field has no name");
  const auto broken = [&name](std::string_view rule) {
    return refuse(400, shown(name) + ": " + std::string{rule});
  };
  if (name.size() > max_field_name)
    return broken("the name is longer than " + std::to_string(max_field_name)
                  + " bytes");
  if (!is_utf8(name) || has_control(name))
    return broken("must be printable UTF-8");
  if (value.size() > max_field_value)
    return broken("longer than " + std::to_string(max_field_value) + " bytes");
  if (!is_utf8(value))
    return broken("must be UTF-8");
  if (value.find('\0') != std::string::npos)
    return broken("must not hold NUL");
  const auto same = [&name](const auto& field) { return field.first == name; };
  if (std::any_of(to.begin(), to.end(), same))
    return broken("given twice");
  if (to.size() == max_fields)
    return refuse(400, "more than " + std::to_string(max_fields) + " fields");
  to.emplace_back(std::move(name), std::move(value));
  return done{};
}

reading<fields> read_form(std::string_view text) {
  fields all;
  while (!text.empty()) {
    const auto end = std::min(text.find('&'), text.size());
    const auto pair = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (pair.empty())
      continue;
    const auto equals = std::min(pair.find('='), pair.size());
    auto name = decoded(pair.substr(0, equals));
    if (!name)
      return refuse(400, shown(pair.substr(0, equals))
                             + ": '%' must be followed by two hex digits");
    auto value = decoded(pair.substr(std::min(equals + 1, pair.size())));
    if (!value)
      return refuse(400,
                    shown(*name) + ": '%' must be followed by two hex digits");
    if (auto added = add_field(all, std::move(*name), std::move(*value));
        !added)
      return tl::unexpected(added.error());
  }
  return all;
}

} // namespace spin::http
