#include "http/log_wishes.hpp"

#include <chrono>
#include <limits>

#include "config/values.hpp"
#include "http/field_values.hpp"
#include "http/text.hpp"

namespace spin::http {

namespace {

constexpr std::int64_t one_second = 1'000'000'000;
constexpr std::uint64_t most_entries = 1'000'000'000;
/// The last second that fits into nanoseconds, in 2262.
constexpr std::uint64_t last_second =
    std::numeric_limits<std::int64_t>::max() / one_second - 1;

/// Takes a number of `digits` digits and the `mark` behind it off `text`.
std::optional<int> take_part(std::string_view& text, std::size_t digits,
                             char mark) {
  if (text.size() <= digits || text[digits] != mark)
    return std::nullopt;
  const auto number = whole_number(text.substr(0, digits), 9999);
  text.remove_prefix(digits + 1);
  return number ? std::optional{static_cast<int>(*number)} : std::nullopt;
}

/// Reads what may stand after the seconds: ".123Z" or "Z", as nanoseconds.
std::optional<std::int64_t> fraction_in(std::string_view text) {
  if (text == "Z")
    return 0;
  if (!text.starts_with('.') || !text.ends_with('Z') || text.size() < 3
      || text.size() > 11)
    return std::nullopt;
  auto digits = std::string{text.substr(1, text.size() - 2)};
  digits.resize(9, '0');
  const auto number = whole_number(digits, one_second);
  return number ? std::optional{static_cast<std::int64_t>(*number)}
                : std::nullopt;
}

reading<std::int64_t> moment_in(std::string_view name, const fields& all,
                                utc now) {
  const auto text = value_of(name, all);
  if (!text)
    return 0;
  if (const auto seconds = whole_number(*text, last_second))
    return static_cast<std::int64_t>(*seconds) * one_second;
  if (const auto moment = read_iso(*text))
    return *moment;
  const auto ago = config::parse_duration(*text);
  if (!ago)
    return refuse(400, std::string{name}
                           + ": must be seconds since 1970, a moment like "
                             "2014-05-01T12:00:00Z, or a time before now like "
                             "10m");
  // Compared in seconds: what reaches beyond 1970 need not fit into less.
  if (*ago >= std::chrono::floor<std::chrono::seconds>(now.time_since_epoch()))
    return 1;
  return std::chrono::nanoseconds{now.time_since_epoch() - *ago}.count();
}

reading<std::optional<std::uint64_t>> tail_in(const fields& all) {
  const auto text = value_of("tail", all);
  if (!text || *text == "all")
    return std::nullopt;
  const auto number = whole_number(*text, most_entries);
  if (!number)
    return refuse(400, "tail: must be a whole number up to "
                           + std::to_string(most_entries) + ", or all");
  return *number;
}

reading<log_text::form> form_in(const fields& all) {
  const auto text = value_of("format", all);
  if (!text || *text == "text")
    return log_text::form::plain;
  if (*text == "json")
    return log_text::form::json;
  return refuse(400, "format: must be text or json");
}

} // namespace

std::optional<std::int64_t> read_iso(std::string_view text) {
  const auto year = take_part(text, 4, '-');
  const auto month = take_part(text, 2, '-');
  const auto day = take_part(text, 2, 'T');
  const auto hour = take_part(text, 2, ':');
  const auto minute = take_part(text, 2, ':');
  if (!year || !month || !day || !hour || !minute || text.size() < 3)
    return std::nullopt;
  const auto whole = whole_number(text.substr(0, 2), 59);
  const auto fraction = fraction_in(text.substr(2));
  const std::chrono::year_month_day date{
      std::chrono::year{*year},
      std::chrono::month{static_cast<unsigned>(*month)},
      std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok() || *year < 1970 || *year > 2261 || *hour > 23 || *minute > 59
      || !whole || !fraction)
    return std::nullopt;
  const auto at = std::chrono::sys_days{date} + std::chrono::hours{*hour}
                  + std::chrono::minutes{*minute}
                  + std::chrono::seconds{*whole};
  return std::chrono::nanoseconds{at.time_since_epoch()}.count() + *fraction;
}

reading<log_wish> read_log_wish(const request& from, utc now) {
  const auto all = read_form(from.query);
  if (!all)
    return tl::unexpected(all.error());
  log_wish wish;
  many_fields in;
  const auto flag = [&](const char* name, bool usual) -> reading<bool> {
    return truth_in(name, *all).map([usual](const std::optional<bool>& given) {
      return given.value_or(usual);
    });
  };
  in.take(wish.which.out, flag("stdout", true));
  in.take(wish.which.err, flag("stderr", true));
  in.take(wish.which.follow, flag("follow", false));
  in.take(wish.which.timestamps, flag("timestamps", false));
  in.take(wish.which.tail, tail_in(*all));
  in.take(wish.which.since, moment_in("since", *all, now));
  in.take(wish.which.until, moment_in("until", *all, now));
  in.take(wish.how, form_in(*all));
  if (auto read = in.result(wish); !read)
    return read;
  if (!wish.which.out && !wish.which.err)
    return refuse(400, "stdout, stderr: one of them must be true");
  if (wish.how == log_text::form::json)
    wish.which.timestamps = true; // each object tells its time
  return wish;
}

reading<bool> wants_stream(const request& from) {
  const auto all = read_form(from.query);
  if (!all)
    return tl::unexpected(all.error());
  return truth_in("stream", *all).map([](const std::optional<bool>& given) {
    return given.value_or(false);
  });
}

} // namespace spin::http
