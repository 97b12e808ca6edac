#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include "config/utf8.hpp"
#include "http/field_values.hpp"
#include "http/text.hpp"
#include "http/wishes.hpp"
#include "store/utf8.hpp"
#include "tests/fuzz/field_laws.hpp"
#include "tests/fuzz/laws.hpp"

namespace spin::fuzz {

using namespace http;

namespace {

std::string written(const fields& all) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> out{buffer};
  const auto put = [&out](const std::string& text) {
    out.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
  };
  out.StartObject();
  for (const auto& [name, value] : all) {
    put(name);
    put(value);
  }
  out.EndObject();
  return buffer.GetString();
}

void check_json(std::string_view input) {
  const auto all = read_json(input);
  if (!all)
    return check_refusal_of(all.error());
  check_fields(*all);
  expect_clean(input, "JSON that is let through is UTF-8 without NUL");
  const auto again = read_json(written(*all));
  expect(again && *again == *all, "JSON that is written again is the same");
  rapidjson::Document lenient;
  lenient.Parse(input.data(), input.size());
  expect(lenient.IsObject() && lenient.MemberCount() == all->size(),
         "what is read as JSON is an object with as many members");
}

/// Asks for the same in a form or in JSON: the wish is the same.
template <class Read>
void check_wish(const request& body, Read read) {
  const auto wish = read(body);
  if (!wish)
    check_refusal_of(wish.error());
}

/// What is let through is read again from its record, and shown without fault.
void check_options(const create_options& what) {
  const auto again = decode_options(encode(what));
  expect(again && *again == what, "options that are written are read again");
  const auto shown = encode(without_secrets(what));
  expect(spin::is_utf8(shown), "options are shown as UTF-8");
}

void check_wishes(std::string_view input) {
  request from;
  from.body = input;
  const server_policy server;
  check_wish(from, [&](auto& r) {
    auto wish = read_create(r, server);
    if (wish)
      check_options(wish->options);
    return wish;
  });
  check_wish(from, [&](auto& r) { return read_change(r, server); });
  check_wish(from, [&](auto& r) { return read_keep_alive(r, longest); });
  from.query = input;
  check_wish(from, [&](auto& r) { return wants_audit(r); });
}

} // namespace

void check_body(std::string_view input) {
  const bool text = spin::is_utf8(input);
  expect(text == http::is_utf8(input)
             && text == (log::valid_utf8(input) == input),
         "all rooms agree on what is UTF-8");
  check_json(input);
  check_wishes(input);
}

} // namespace spin::fuzz
