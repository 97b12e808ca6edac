#include "store/delivery.hpp"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include "store/snapshot_fields.hpp"

namespace spin {

namespace {

constexpr std::string_view delivery_prefix = "delivery.";
constexpr int delivery_version = 1;

bool read_delivery(fields& from, delivery& to) {
  int version = 0;
  return from.number("delivery_version", version, 1)
         && (version == delivery_version
             || from.refuse("delivery_version", "is newer than ours"))
         && from.text("hook", to.hook) && from.number("number", to.number)
         && from.text("subject", to.subject) && from.text("event", to.event)
         && from.text("type", to.type) && from.moment("at", to.at)
         && from.text("body", to.body);
}

} // namespace

std::string delivery_record(std::uint64_t number) {
  return std::string{delivery_prefix} + std::to_string(number);
}

bool is_delivery_record(std::string_view record) noexcept {
  return record.starts_with(delivery_prefix);
}

std::string encode(const delivery& what) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> to{buffer};
  const auto put = [&to](const char* name, std::string_view text) {
    const auto clean = to_utf8(text);
    to.Key(name);
    to.String(clean.data(), static_cast<rapidjson::SizeType>(clean.size()));
  };
  to.StartObject();
  to.Key("delivery_version");
  to.Int(delivery_version);
  put("hook", what.hook);
  to.Key("number");
  to.Uint64(what.number);
  put("subject", what.subject);
  put("event", what.event);
  put("type", what.type);
  to.Key("at");
  to.Int64(what.at.time_since_epoch().count());
  put("body", what.body);
  to.EndObject();
  return {buffer.GetString(), buffer.GetSize()};
}

outcome<delivery> decode_delivery(std::string_view text) {
  rapidjson::Document document;
  if (auto parsed = parse_object(text, document); !parsed)
    return tl::unexpected(std::move(parsed.error()));
  delivery result;
  std::string why;
  fields from{document, "", why};
  if (!read_delivery(from, result))
    return fail(errc::malformed, why);
  return result;
}

} // namespace spin
