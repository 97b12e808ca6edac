#include "config/policy_values.hpp"

#include <algorithm>
#include <charconv>

namespace spin::config {

namespace {

constexpr std::uint64_t most_bytes = std::uint64_t{1} << 53;
constexpr std::uint64_t billion = 1'000'000'000;
constexpr std::uint64_t thousand = 1000;

constexpr std::pair<char, std::uint64_t> size_units[] = {
    {'t', std::uint64_t{1} << 40},
    {'g', std::uint64_t{1} << 30},
    {'m', std::uint64_t{1} << 20},
    {'k', std::uint64_t{1} << 10}};

bool is_decimal(char c) {
  return c >= '0' && c <= '9';
}

bool is_pattern_char(char c) {
  return c > 0x20 && c < 0x7f && c != ',';
}

bool is_decimal_number(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, is_decimal);
}

std::string size_text(std::uint64_t value) {
  for (const auto& [letter, size] : size_units)
    if (value != 0 && value % size == 0)
      return std::to_string(value / size) + letter;
  return std::to_string(value);
}

bool is_pattern(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, is_pattern_char);
}

bool is_allowed_path(std::string_view text) {
  if (text.ends_with(":ro"))
    text.remove_suffix(3);
  return text.starts_with('/') && text.size() <= 4096
         && std::ranges::all_of(text, [](char c) {
              return is_pattern_char(c) && c != ':';
            });
}

bool is_port(std::string_view text) {
  unsigned port = 0;
  const auto* end = text.data() + text.size();
  return is_decimal_number(text) && text.size() <= 5
         && std::from_chars(text.data(), end, port).ptr == end && port >= 1
         && port <= 65535;
}

bool is_port_range(std::string_view text) {
  const auto dash = text.find('-');
  const auto first = text.substr(0, dash);
  const auto last = dash == text.npos ? first : text.substr(dash + 1);
  return is_port(first) && is_port(last)
         && std::stoi(std::string{first}) <= std::stoi(std::string{last});
}

bool is_capability(std::string_view text) {
  return !text.empty() && !text.starts_with("CAP_")
         && std::ranges::all_of(text, [](char c) {
              return (c >= 'A' && c <= 'Z') || is_decimal(c) || c == '_';
            });
}

bool is_ulimit_cap(std::string_view text) {
  const auto equals = text.find('=');
  const auto name = text.substr(0, equals);
  return equals != text.npos && !name.empty()
         && std::ranges::all_of(name,
                                [](char c) { return c >= 'a' && c <= 'z'; })
         && parse_size(text.substr(equals + 1));
}

parsed<std::uint64_t> parse_processors(std::string_view text) {
  const auto dot = text.find('.');
  const auto whole = text.substr(0, dot);
  const auto part =
      dot == text.npos ? std::string_view{} : text.substr(dot + 1);
  if (!is_decimal_number(whole) || whole.size() > 4 || part.size() > 3
      || (dot != text.npos && !is_decimal_number(part)))
    return tl::unexpected(shown_value(text) + " is no such number");
  const auto thousandths =
      std::stoull(std::string{whole} + std::string{part}
                  + std::string(3 - part.size(), '0'));
  if (thousandths > 1024 * thousand)
    return tl::unexpected(shown_value(text) + " is out of range");
  return thousandths * (billion / thousand);
}

std::string processors_text(std::uint64_t billionths) {
  auto text = std::to_string(billionths / billion);
  const auto rest = billionths % billion / (billion / thousand);
  if (rest == 0)
    return text;
  text += '.' + std::to_string(rest + thousand).substr(1);
  text.erase(text.find_last_not_of('0') + 1);
  return text;
}

} // namespace

parsed<std::uint64_t> parse_size(std::string_view text) {
  auto number = text;
  std::uint64_t unit = 1;
  for (const auto& [letter, size] : size_units)
    if (!number.empty() && same_word(number.substr(number.size() - 1),
                                     std::string_view{&letter, 1})) {
      number.remove_suffix(1);
      unit = size;
      break;
    }
  std::uint64_t count = 0;
  const auto* end = number.data() + number.size();
  if (!is_decimal_number(number))
    return tl::unexpected(shown_value(text) + " is not a size");
  if (std::from_chars(number.data(), end, count).ec != std::errc{}
      || count > most_bytes / unit)
    return tl::unexpected(shown_value(text) + " is out of range");
  return count * unit;
}

codec<std::uint64_t> sizes(std::uint64_t least, std::uint64_t most) {
  return {
      "size",
      "a number of bytes, or one with k, m, g or t, from " + size_text(least)
          + " to " + size_text(most),
      [least, most](std::string_view text) -> parsed<std::uint64_t> {
        const auto value = parse_size(text);
        if (!value || (*value >= least && *value <= most))
          return value;
        return tl::unexpected(shown_value(text) + " is out of range");
      },
      [](const std::uint64_t& value) { return size_text(value); },
  };
}

codec<std::uint64_t> processors() {
  return {
      "processors",
      "a number from 0 to 1024 with up to three digits after the point",
      parse_processors,
      [](const std::uint64_t& value) { return processors_text(value); },
  };
}

codec<std::vector<std::string>> lists(std::string allowed,
                                      bool (*is_one)(std::string_view)) {
  return {
      "list",
      std::move(allowed),
      [is_one](std::string_view text) -> parsed<std::vector<std::string>> {
        std::vector<std::string> result;
        if (trimmed(text).empty())
          return result;
        for (auto rest = text;;) {
          const auto comma = rest.find(',');
          const auto item = trimmed(rest.substr(0, comma));
          if (!is_one(item))
            return tl::unexpected(shown_value(item) + " is none of them");
          result.emplace_back(item);
          if (comma == rest.npos)
            return result;
          rest.remove_prefix(comma + 1);
        }
      },
      [](const std::vector<std::string>& value) {
        std::string text;
        for (const auto& item : value)
          text.append(text.empty() ? "" : ", ").append(item);
        return text;
      },
  };
}

codec<std::vector<std::string>> patterns() {
  return lists("names where * is any text and {user} who asks, as a list or "
               "with commas",
               is_pattern);
}

codec<std::vector<std::string>> bind_paths() {
  return lists("absolute paths, with :ro after those that nobody may write to, "
               "as a list or with commas",
               is_allowed_path);
}

codec<std::vector<std::string>> port_ranges() {
  return lists("ports and ranges of ports (20000-29999), as a list or with "
               "commas",
               is_port_range);
}

codec<std::vector<std::string>> capabilities() {
  return lists("capabilities (NET_ADMIN), as a list or with commas",
               is_capability);
}

codec<std::vector<std::string>> ulimit_caps() {
  return lists("NAME=MOST (nofile=65536, memlock=64m), as a list or with commas",
               is_ulimit_cap);
}

} // namespace spin::config
