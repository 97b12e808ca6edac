#include "store/api_token.hpp"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include "store/snapshot_fields.hpp"

namespace spin {

namespace {

constexpr std::string_view token_prefix = "token.";
constexpr int token_version = 1;

bool read_token(fields& from, api_token& to) {
  int version = 0;
  std::string sum;
  const auto moment = [&](const char* n, utc& v) { return from.moment(n, v); };
  return from.number("token_version", version, 1)
         && (version == token_version
             || from.refuse("token_version", "is newer than ours"))
         && from.hex("id", 32, false, to.id)
         && from.hex("sha256", 64, false, sum) && from_hex(sum, to.sum)
         && from.text("user", to.user) && from.text("name", to.name)
         && from.word("role", to.may)
         && from.moment("created_at", to.created_at)
         && from.maybe("expires_at", to.expires_at, moment);
}

} // namespace

std::string token_record(std::string_view id) {
  return std::string{token_prefix}.append(id);
}

bool is_token_record(std::string_view record) noexcept {
  return record.starts_with(token_prefix);
}

std::string encode(const api_token& what) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> to{buffer};
  const auto put = [&to](const char* name, std::string_view text) {
    const auto clean = to_utf8(text);
    to.Key(name);
    to.String(clean.data(), static_cast<rapidjson::SizeType>(clean.size()));
  };
  to.StartObject();
  to.Key("token_version");
  to.Int(token_version);
  put("id", what.id);
  put("sha256", to_hex(what.sum));
  put("user", what.user);
  put("name", what.name);
  put("role", to_string(what.may));
  to.Key("created_at");
  to.Int64(what.created_at.time_since_epoch().count());
  to.Key("expires_at");
  if (what.expires_at)
    to.Int64(what.expires_at->time_since_epoch().count());
  else
    to.Null();
  to.EndObject();
  return {buffer.GetString(), buffer.GetSize()};
}

outcome<api_token> decode_token(std::string_view text) {
  rapidjson::Document document;
  if (auto parsed = parse_object(text, document); !parsed)
    return tl::unexpected(std::move(parsed.error()));
  api_token result;
  std::string why;
  fields from{document, "", why};
  if (!read_token(from, result))
    return fail(errc::malformed, why);
  return result;
}

} // namespace spin
