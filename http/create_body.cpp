#include "http/create_body.hpp"

#include <algorithm>
#include <utility>

#include <rapidjson/document.h>
#include <rapidjson/error/en.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include "http/option_forms.hpp"
#include "http/option_table.hpp"
#include "http/text.hpp"

namespace spin::http {

namespace {

using names = std::span<const std::string_view>;
using rapidjson::Document;

/// No option has more.
constexpr int deepest = 8;

bool is_in(names all, std::string_view name) {
  return std::ranges::find(all, name) != all.end();
}

std::string scalar_text(const json_value& from) {
  return {from.GetString(), from.GetStringLength()};
}

std::string written(const json_value& from) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> to{buffer};
  from.Accept(to);
  return {buffer.GetString(), buffer.GetSize()};
}

/// Returns whether brackets stand in no more than so many others: whoever walks
/// the tree later does so on a stack.
bool is_flat_enough(std::string_view json) {
  int depth = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (quoted && c == '\\')
      ++i;
    else if (c == '"')
      quoted = !quoted;
    else if (!quoted && (c == '{' || c == '['))
      ++depth;
    else if (!quoted && (c == '}' || c == ']'))
      --depth;
    if (depth > deepest)
      return false;
  }
  return true;
}

reading<done> parse(std::string_view text, Document& to) {
  if (text.find('\0') != text.npos)
    return refuse(400, "body: must not hold NUL");
  if (!is_flat_enough(text))
    return refuse(400, "body: brackets within more than "
                           + std::to_string(deepest) + " others");
  to.Parse<rapidjson::kParseValidateEncodingFlag>(text.data(), text.size());
  if (to.HasParseError())
    return refuse(400, "body: broken JSON at byte "
                           + std::to_string(to.GetErrorOffset()) + ": "
                           + rapidjson::GetParseError_En(to.GetParseError()));
  if (!to.IsObject())
    return refuse(400, "body: must be a JSON object");
  return done{};
}

refusal unknown(const std::string& name, names plain, bool form) {
  std::string all;
  const auto add = [&all](std::string_view each) {
    all.append(all.empty() ? "" : ", ").append(each);
  };
  std::ranges::for_each(plain, add);
  for (const auto& each : option_rows())
    if (!form || each.in_forms)
      add(each.name);
  const bool shows = is_utf8(name) && !has_control(name) && name.size() <= 64;
  return {400, (shows ? name : "a field") + ": unknown field; allowed: " + all};
}

/// Takes in a field that is no option.
reading<done> take_plain(fields& to, const std::string& name,
                         const json_value& from) {
  if (from.IsString())
    return add_field(to, name, scalar_text(from));
  if (from.IsBool() || from.IsNumber())
    return add_field(to, name, written(from));
  return refuse(400, name
                         + (from.IsNull() ? ": must not be null"
                                          : ": must be a string, a number or a "
                                            "boolean"));
}

reading<create_options> read_options(Document& from) {
  each_member(from, [&](auto& member) {
    bring_into_form(scalar_text(member.name), member.value, from.GetAllocator());
  });
  auto read = decode_options(written(from));
  if (!read)
    return refuse(400, std::move(read).error().what);
  return *std::move(read);
}

reading<create_body> read_object(Document& from, names plain) {
  create_body result;
  Document options{rapidjson::kObjectType};
  for (const auto& member : std::as_const(from).GetObject()) {
    const auto name = scalar_text(member.name);
    if (is_in(plain, name)) {
      if (auto taken = take_plain(result.plain, name, member.value); !taken)
        return tl::unexpected(taken.error());
    } else if (option_row_of(name) == nullptr) {
      return tl::unexpected(unknown(name, plain, false));
    } else {
      json_value key{member.name, options.GetAllocator()};
      json_value value{member.value, options.GetAllocator()};
      options.AddMember(key, value, options.GetAllocator());
    }
  }
  auto read = read_options(options);
  if (!read)
    return tl::unexpected(read.error());
  result.options = *std::move(read);
  return result;
}

reading<create_body> read_fields(const fields& all, names plain) {
  create_body result;
  Document options{rapidjson::kObjectType};
  auto& memory = options.GetAllocator();
  for (const auto& [name, value] : all) {
    const auto* row = option_row_of(name);
    if (is_in(plain, name))
      result.plain.emplace_back(name, value);
    else if (row == nullptr)
      return tl::unexpected(unknown(name, plain, true));
    else if (!row->in_forms)
      return refuse(400, name + ": a form cannot carry it, a JSON body can");
    else
      options.AddMember(json_value{name.c_str(), memory},
                        json_value{value.c_str(), memory}, memory);
  }
  auto read = read_options(options);
  if (!read)
    return tl::unexpected(read.error());
  result.options = *std::move(read);
  return result;
}

} // namespace

reading<create_body> read_create_body(const request& from, names plain) {
  if (from.body.empty())
    return create_body{};
  const auto kind = kind_of(from);
  if (!kind)
    return tl::unexpected(kind.error());
  if (*kind == body_kind::form) {
    const auto all = read_form(from.body);
    if (!all)
      return tl::unexpected(all.error());
    return read_fields(*all, plain);
  }
  Document document;
  if (auto parsed = parse(from.body, document); !parsed)
    return tl::unexpected(parsed.error());
  return read_object(document, plain);
}

} // namespace spin::http
