#include <set>

#include "http/fields.hpp"
#include "http/list_query.hpp"
#include "http/log_wishes.hpp"
#include "http/text.hpp"
#include "tests/fuzz/field_laws.hpp"
#include "tests/fuzz/laws.hpp"

namespace spin::fuzz {

using namespace http;

void check_fields(const fields& all) {
  std::set<std::string> names;
  for (const auto& [name, value] : all) {
    expect(!name.empty() && name.size() <= max_field_name
               && value.size() <= max_field_value,
           "fields are within their limits");
    expect_clean(name, "the name of a field is UTF-8 without NUL");
    expect_clean(value, "the value of a field is UTF-8 without NUL");
    expect(names.insert(name).second, "a field is given once");
    expect(value_of(name, all) == value, "a field is found by its name");
  }
  expect(all.size() <= max_fields, "there are not too many fields");
}

void check_refusal_of(const refusal& why) {
  expect(why.status == 400 && !why.message.empty() && is_utf8(why.message)
             && !has_control(why.message),
         "fields are refused with 400 and one line of text");
}

namespace {

std::string escaped(std::string_view text) {
  constexpr auto digits = "0123456789ABCDEF";
  std::string out;
  for (unsigned char c : text)
    if (c > 0x20 && c < 0x7f
        && std::string_view{"%&=+"}.find(static_cast<char>(c))
               == std::string_view::npos) {
      out += static_cast<char>(c);
    } else {
      out += '%';
      out += digits[c / 16];
      out += digits[c % 16];
    }
  return out;
}

/// A query of a list or a log is refused with one line or read, and the next
/// page of a list is asked for as this one was.
void check_queries(std::string_view input) {
  request from;
  from.query = input;
  const auto log = read_log_wish(from, utc{std::chrono::hours{500'000}});
  if (!log)
    check_refusal_of(log.error());
  else
    expect(log->which.out || log->which.err, "some of a log is wanted");
  auto list = read_list_query(from);
  if (!list)
    return check_refusal_of(list.error());
  list_cursor last{list->by, list->descending, false, "text", 7, "id"};
  const auto url = next_page_of(*list, last);
  from.query = url.substr(url.find('?') + 1);
  list->limit = list->limit.value_or(usual_page);
  list->after = last;
  const auto again = read_list_query(from);
  expect(again && *again == *list, "the next page asks for the same");
}

} // namespace

void check_form(std::string_view input) {
  const auto all = read_form(input);
  if (!all)
    return check_refusal_of(all.error());
  check_fields(*all);
  std::string text;
  for (const auto& [name, value] : *all)
    text += (text.empty() ? "" : "&") + escaped(name) + '=' + escaped(value);
  const auto again = read_form(text);
  expect(again && *again == *all, "a form that is written again is the same");
  check_queries(input);
}

} // namespace spin::fuzz
