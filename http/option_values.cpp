#include "http/option_values.hpp"

#include <charconv>
#include <string>

#include "config/policy_values.hpp"
#include "config/values.hpp"

namespace spin::http::option_value {

std::string_view text_of(const json_value& from) {
  return {from.GetString(), from.GetStringLength()};
}

void set_text(json_value& to, std::string_view text, json_memory& in) {
  to.SetString(text.data(), static_cast<rapidjson::SizeType>(text.size()), in);
}

json_value text(std::string_view from, json_memory& in) {
  json_value result;
  set_text(result, from, in);
  return result;
}

void add(json_value& object, const char* name, json_value&& member, json_memory& in) {
  object.AddMember(rapidjson::StringRef(name), std::move(member), in);
}

void size(json_value& v, json_memory&) {
  if (!v.IsString())
    return;
  auto given = text_of(v);
  if (given.ends_with('b') || given.ends_with('B'))
    given.remove_suffix(1);
  if (const auto bytes = config::parse_size(given))
    v.SetInt64(static_cast<std::int64_t>(*bytes));
}

void duration(json_value& v, json_memory&) {
  if (!v.IsString())
    return;
  if (const auto length = config::parse_duration(text_of(v)))
    v.SetInt64(length->count());
}

void whole(json_value& v, json_memory&) {
  if (!v.IsString())
    return;
  std::int64_t number = 0;
  const auto from = text_of(v);
  const auto* end = from.data() + from.size();
  const auto [stop, error] = std::from_chars(from.data(), end, number);
  if (error == std::errc{} && stop == end)
    v.SetInt64(number);
}

void decimal(json_value& v, json_memory&) {
  if (!v.IsString())
    return;
  if (const auto billionths = config::processors().read(text_of(v)))
    v.SetDouble(static_cast<double>(*billionths) / 1e9);
}

void truth(json_value& v, json_memory&) {
  if (!v.IsString())
    return;
  if (const auto yes = config::parse_boolean(text_of(v)))
    v.SetBool(*yes);
}

void words(json_value& v, json_memory& in) {
  if (!v.IsString())
    return;
  json_value list{rapidjson::kArrayType};
  list.PushBack("/bin/sh", in).PushBack("-c", in);
  list.PushBack(text(text_of(v), in), in);
  v = std::move(list);
}

} // namespace spin::http::option_value
