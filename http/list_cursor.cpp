#include "http/list_cursor.hpp"

#include <array>
#include <charconv>
#include <tuple>

#include <sodium.h>

namespace spin::http {

namespace {

constexpr auto alphabet = sodium_base64_VARIANT_URLSAFE_NO_PADDING;

constexpr std::array cursor_orders{list_order::created, list_order::name,
                                 list_order::image, list_order::status,
                                 list_order::stops_at};

std::optional<std::string> unpacked(std::string_view text) {
  std::string plain(text.size(), '\0');
  std::size_t size = 0;
  const char* end = nullptr;
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(plain.data()),
                        plain.size(), text.data(), text.size(), nullptr, &size,
                        &end, alphabet)
          != 0
      || end != text.data() + text.size())
    return std::nullopt;
  plain.resize(size);
  return plain;
}

/// Takes what stands before the first ':' off `text`; none if there is no ':'.
std::optional<std::string_view> next_part(std::string_view& text) {
  const auto colon = text.find(':');
  if (colon == std::string_view::npos)
    return std::nullopt;
  const auto part = text.substr(0, colon);
  text.remove_prefix(colon + 1);
  return part;
}

/// Takes one of two words off.
std::optional<bool> next_flag(std::string_view& text, std::string_view yes,
                              std::string_view no) {
  const auto part = next_part(text);
  if (!part || (*part != yes && *part != no))
    return std::nullopt;
  return *part == yes;
}

std::optional<std::int64_t> next_number(std::string_view& text) {
  const auto part = next_part(text);
  std::int64_t number = 0;
  if (!part)
    return std::nullopt;
  const auto [end, error] =
      std::from_chars(part->data(), part->data() + part->size(), number);
  if (error != std::errc{} || end != part->data() + part->size())
    return std::nullopt;
  return number;
}

std::optional<list_order> next_order(std::string_view& text) {
  const auto part = next_part(text);
  for (auto each : cursor_orders)
    if (part && *part == to_string(each))
      return each;
  return std::nullopt;
}

} // namespace

std::string_view to_string(list_order what) noexcept {
  switch (what) {
  case list_order::created:
    return "created";
  case list_order::name:
    return "name";
  case list_order::image:
    return "image";
  case list_order::status:
    return "status";
  case list_order::stops_at:
    return "stops_at";
  }
  return "";
}

bool stands_before(const list_place& a, const list_place& b,
                   bool descending) noexcept {
  if (a.last != b.last)
    return b.last;
  const auto key = [](const list_place& of) {
    return std::tie(of.text, of.number, of.id);
  };
  return descending ? key(b) < key(a) : key(a) < key(b);
}

std::string to_text(const list_cursor& what) {
  std::string plain{to_string(what.by)};
  plain.append(what.descending ? ":down:" : ":up:")
      .append(what.last ? "last:" : "in:")
      .append(std::to_string(what.number))
      .append(":")
      .append(what.id)
      .append(":")
      .append(what.text);
  std::string text(sodium_base64_encoded_len(plain.size(), alphabet), '\0');
  sodium_bin2base64(text.data(), text.size(),
                    reinterpret_cast<const unsigned char*>(plain.data()),
                    plain.size(), alphabet);
  text.pop_back(); // its zero
  return text;
}

std::optional<list_cursor> read_cursor(std::string_view text) {
  const auto plain = unpacked(text);
  if (!plain)
    return std::nullopt;
  std::string_view rest{*plain};
  const auto by = next_order(rest);
  const auto descending = next_flag(rest, "down", "up");
  const auto last = next_flag(rest, "last", "in");
  const auto number = next_number(rest);
  const auto id = next_part(rest);
  if (!by || !descending || !last || !number || !id
      || rest.size() > sorted_text)
    return std::nullopt;
  return list_cursor{*by,     *descending,     *last, std::string{rest},
                     *number, std::string{*id}};
}

} // namespace spin::http
