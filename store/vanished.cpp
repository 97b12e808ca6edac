#include "store/vanished.hpp"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include "store/options_json.hpp"
#include "store/policy_json.hpp"
#include "store/snapshot_fields.hpp"

namespace spin {

namespace {

constexpr std::string_view vanished_prefix = "vanished.";
constexpr int vanished_version = 1;

/// Returns the member `name` if it is there and an object; else says so.
const json* object_in(const json& from, fields& all, const char* name) {
  const auto member = from.FindMember(name);
  if (member != from.MemberEnd() && member->value.IsObject())
    return &member->value;
  all.refuse(name,
             member == from.MemberEnd() ? "is missing" : "is not an object");
  return nullptr;
}

bool read_own(const json& from, fields& all, std::string& why,
              policy_overrides& to) {
  const auto* object = object_in(from, all, "policy");
  if (!object)
    return false;
  fields inner{*object, "policy.", why};
  return read_policy(inner, to);
}

bool read_how_it_was_made(const json& from, fields& all, std::string& why,
                   create_options& to) {
  const auto* object = object_in(from, all, "options");
  if (!object)
    return false;
  if (read_options(*object, to, why))
    return true;
  why.insert(0, "field options.");
  return false;
}

bool read_vanished(const json& document, std::string& why, vanished& to) {
  fields from{document, "", why};
  int version = 0;
  return from.number("vanished_version", version, 1)
         && (version == vanished_version
             || from.refuse("vanished_version", "is newer than ours"))
         && from.hex("container_id", 64, false, to.container_id)
         && from.text("name", to.name) && from.text("image", to.image)
         && from.text("owner", to.owner)
         && from.moment("created_at", to.created_at) && from.moment("at", to.at)
         && read_own(document, from, why, to.own)
         && read_how_it_was_made(document, from, why, to.options);
}

} // namespace

std::string vanished_record(std::string_view container_id) {
  return std::string{vanished_prefix}.append(container_id);
}

bool is_vanished_record(std::string_view record) noexcept {
  return record.starts_with(vanished_prefix);
}

std::string encode(const vanished& what) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> to{buffer};
  const auto put = [&to](const char* name, std::string_view text) {
    const auto clean = to_utf8(text);
    to.Key(name);
    to.String(clean.data(), static_cast<rapidjson::SizeType>(clean.size()));
  };
  const auto put_moment = [&to](const char* name, utc at) {
    to.Key(name);
    to.Int64(at.time_since_epoch().count());
  };
  to.StartObject();
  to.Key("vanished_version");
  to.Int(vanished_version);
  put("container_id", what.container_id);
  put("name", what.name);
  put("image", what.image);
  put("owner", what.owner);
  put_moment("created_at", what.created_at);
  put_moment("at", what.at);
  to.Key("policy");
  put_policy(to, what.own);
  to.Key("options");
  put_options(to, what.options);
  to.EndObject();
  return {buffer.GetString(), buffer.GetSize()};
}

outcome<vanished> decode_vanished(std::string_view text) {
  rapidjson::Document document;
  if (auto parsed = parse_object(text, document); !parsed)
    return tl::unexpected(std::move(parsed.error()));
  vanished result;
  std::string why;
  if (!read_vanished(document, why, result))
    return fail(errc::malformed, why);
  return result;
}

} // namespace spin
