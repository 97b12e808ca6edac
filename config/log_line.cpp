#include "config/log_line.hpp"

#include <cstdio>

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include "config/utf8.hpp"

namespace spin::log {

namespace {

std::string_view to_string(config::log_level level) {
  switch (level) {
  case config::log_level::debug:
    return "debug";
  case config::log_level::info:
    return "info";
  case config::log_level::warning:
    return "warning";
  case config::log_level::error:
    return "error";
  }
  return "error";
}

/// Writes "2026-01-01T12:00:00.123Z".
std::string to_string(moment when) {
  const auto today = std::chrono::floor<std::chrono::days>(when);
  const std::chrono::year_month_day date{today};
  const std::chrono::hh_mm_ss time{when - today};
  char text[40];
  std::snprintf(
      text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ",
      static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
      static_cast<unsigned>(date.day()), static_cast<int>(time.hours().count()),
      static_cast<int>(time.minutes().count()),
      static_cast<int>(time.seconds().count()),
      static_cast<int>(time.subseconds().count()));
  return text;
}

// -- text ---------------------------------------------------------------------

/// Writes one value; texts that could be misread stand in quotes.
struct text_value {
  std::string operator()(std::string_view text) const {
    auto escaped = escaped_text(text);
    const auto bare = !text.empty() && escaped == text
                      && text.find_first_of(" =") == std::string_view::npos;
    return bare ? escaped : '"' + escaped + '"';
  }
  std::string operator()(bool flag) const { return flag ? "true" : "false"; }
  template <std::integral T>
  std::string operator()(T number) const {
    return std::to_string(number);
  }
};

std::string text_line(moment when, config::log_level level,
                      std::string_view message, std::span<const field> fields) {
  auto result = to_string(when) + ' ';
  result += to_string(level);
  if (level == config::log_level::info)
    result += ' '; // as wide as "debug" and "error"
  result += ' ' + escaped_text(message);
  for (const auto& [key, value] : fields)
    result += ' ' + escaped_text(key) + '=' + std::visit(text_value{}, value);
  return result;
}

// -- JSON ---------------------------------------------------------------------

using json_writer = rapidjson::Writer<rapidjson::StringBuffer>;

struct json_value {
  json_writer& out;

  void operator()(std::string_view text) const {
    const auto valid = valid_utf8(text);
    out.String(valid.data(), static_cast<rapidjson::SizeType>(valid.size()));
  }
  void operator()(bool flag) const { out.Bool(flag); }
  void operator()(std::int64_t number) const { out.Int64(number); }
  void operator()(std::uint64_t number) const { out.Uint64(number); }
};

std::string json_line(moment when, config::log_level level,
                      std::string_view message, std::span<const field> fields) {
  rapidjson::StringBuffer buffer;
  json_writer out{buffer};
  const json_value write{out};
  out.StartObject();
  out.Key("time");
  write(to_string(when));
  out.Key("level");
  write(to_string(level));
  out.Key("msg");
  write(message);
  for (const auto& [key, value] : fields) {
    write(key);
    std::visit(write, value);
  }
  out.EndObject();
  return buffer.GetString();
}

} // namespace

std::string line(config::log_format how, moment when, config::log_level level,
                 std::string_view message, std::span<const field> fields) {
  return how == config::log_format::json
             ? json_line(when, level, message, fields)
             : text_line(when, level, message, fields);
}

} // namespace spin::log
