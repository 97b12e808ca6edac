#include "http/fields.hpp"

#include <algorithm>

#include <rapidjson/error/en.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include "http/text.hpp"

namespace spin::http {

namespace {

/// Collects the members of one flat object; stops the reader (by returning
/// false) at the first thing that does not belong there, so that no depth of
/// nesting costs anything.
class collector {
public:
  fields all;
  std::optional<refusal> wrong;

  bool Null() { return stop("must not be null"); }
  bool Bool(bool value) { return take(value ? "true" : "false"); }
  bool RawNumber(const char* text, unsigned size, bool) {
    return take({text, size});
  }
  bool String(const char* text, unsigned size, bool) {
    return take({text, size});
  }
  bool Key(const char* text, unsigned size, bool) {
    key_.assign(text, size);
    return true;
  }
  bool StartObject() { return inside_ ? stop(flat) : (inside_ = true); }
  bool EndObject(unsigned) { return true; }
  bool StartArray() { return stop(flat); }
  bool EndArray(unsigned) { return true; }
  // Numbers come as text, see the parse flags.
  bool Int(int) { return false; }
  bool Uint(unsigned) { return false; }
  bool Int64(std::int64_t) { return false; }
  bool Uint64(std::uint64_t) { return false; }
  bool Double(double) { return false; }

private:
  static constexpr auto flat = "must be a string, a number or a boolean";

  bool take(std::string_view value) {
    if (!inside_)
      return stop("");
    auto added = add_field(all, key_, std::string{value});
    if (!added)
      wrong = added.error();
    return added.has_value();
  }

  bool stop(std::string_view rule) {
    // A name that cannot be shown on one line is not.
    const auto name =
        has_control(key_) || !is_utf8(key_) ? std::string{"body"} : key_;
    wrong = refusal{400, inside_ ? name + ": " + std::string{rule}
                                 : "body: must be a JSON object"};
    return false;
  }

  bool inside_ = false;
  std::string key_;
};

} // namespace

reading<body_kind> kind_of(const request& from) {
  const auto given = from.header("content-type");
  const auto text = from.body.find_first_not_of(" \t\r\n");
  const bool braced = text != std::string::npos && from.body[text] == '{';
  const auto type =
      given ? lower_case(trimmed(given->substr(0, given->find(';')))) : "";
  if (type == "application/json")
    return body_kind::json;
  if (!given || type == "application/x-www-form-urlencoded")
    return braced ? body_kind::json : body_kind::form;
  return refuse(415, "content-type: must be application/json or "
                     "application/x-www-form-urlencoded");
}

reading<fields> read_json(std::string_view text) {
  // The reader takes a NUL for the end of the text.
  if (text.find('\0') != std::string_view::npos)
    return refuse(400, "body: must not hold NUL");
  constexpr unsigned flags = rapidjson::kParseNumbersAsStringsFlag
                             | rapidjson::kParseValidateEncodingFlag;
  rapidjson::MemoryStream in{text.data(), text.size()};
  rapidjson::Reader reader;
  collector found;
  const auto result = reader.Parse<flags>(in, found);
  if (found.wrong)
    return tl::unexpected(std::move(*found.wrong));
  if (result.IsError())
    return refuse(400, "body: broken JSON at byte "
                           + std::to_string(result.Offset()) + ": "
                           + rapidjson::GetParseError_En(result.Code()));
  return std::move(found.all);
}

reading<fields> read_body(const request& from) {
  if (from.body.empty())
    return fields{};
  const auto kind = kind_of(from);
  if (!kind)
    return tl::unexpected(kind.error());
  return *kind == body_kind::json ? read_json(from.body)
                                  : read_form(from.body);
}

reading<done> allow_only(const fields& of,
                         std::initializer_list<std::string_view> allowed) {
  for (const auto& field : of) {
    const auto& name = field.first;
    if (std::find(allowed.begin(), allowed.end(), name) != allowed.end())
      continue;
    std::string list;
    for (auto each : allowed)
      list += (list.empty() ? "" : ", ") + std::string{each};
    return refuse(400, name + ": unknown field; allowed: " + list);
  }
  return done{};
}

std::optional<std::string_view> value_of(std::string_view name,
                                         const fields& in) {
  const auto at = std::find_if(in.begin(), in.end(), [name](const auto& field) {
    return field.first == name;
  });
  return at == in.end() ? std::nullopt
                        : std::optional<std::string_view>{at->second};
}

} // namespace spin::http
