#include "store/saving.hpp"

#include <span>

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include "store/snapshot_fields.hpp"

namespace spin {

namespace {

constexpr std::string_view saving_prefix = "saving.";
/// Version 1 had no memory.
constexpr int saving_version = 2;

bool read_hour(const json& row, saved_hour& to) {
  if (!row.IsArray() || (row.Size() != 3 && row.Size() != 4)
      || !row[0].IsInt64() || !row[1].IsUint64() || !row[2].IsUint64()
      || (row.Size() == 4 && !row[3].IsUint64()))
    return false;
  to = {row[0].GetInt64(), row[1].GetUint64(), row[2].GetUint64(),
        row.Size() == 4 ? row[3].GetUint64() : 0};
  return true;
}

bool read_saving(fields& from, std::string& why, saving& to) {
  int version = 0;
  const auto hour = [&why](const json& row, const std::string& path,
                           saved_hour& value) {
    if (read_hour(row, value))
      return true;
    why = "field " + path + " is not a row that we know";
    return false;
  };
  return from.number("saving_version", version, 1)
         && (version <= saving_version
             || from.refuse("saving_version", "is newer than ours"))
         && from.text("image", to.image) && from.moment("since", to.since)
         && from.number("earlier_ms", to.earlier_milliseconds)
         && from.number("earlier_stops", to.earlier_stops)
         && (version == 1
             || from.number("earlier_kib_s", to.earlier_kibibyte_seconds))
         && from.list("hours", to.hours, hour);
}

} // namespace

std::string saving_record(std::string_view image) {
  const std::vector<std::uint8_t> bytes(image.begin(), image.end());
  return std::string{saving_prefix} + to_hex(bytes);
}

bool is_saving_record(std::string_view record) noexcept {
  return record.starts_with(saving_prefix);
}

std::string encode(const saving& what) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> to{buffer};
  const auto image = to_utf8(what.image);
  to.StartObject();
  to.Key("saving_version");
  to.Int(saving_version);
  to.Key("image");
  to.String(image.data(), static_cast<rapidjson::SizeType>(image.size()));
  to.Key("since");
  to.Int64(what.since.time_since_epoch().count());
  to.Key("earlier_ms");
  to.Uint64(what.earlier_milliseconds);
  to.Key("earlier_stops");
  to.Uint64(what.earlier_stops);
  to.Key("earlier_kib_s");
  to.Uint64(what.earlier_kibibyte_seconds);
  to.Key("hours");
  to.StartArray();
  for (const auto& each : what.hours) {
    to.StartArray();
    to.Int64(each.hour);
    to.Uint64(each.milliseconds);
    to.Uint64(each.stops);
    to.Uint64(each.kibibyte_seconds);
    to.EndArray();
  }
  to.EndArray();
  to.EndObject();
  return {buffer.GetString(), buffer.GetSize()};
}

outcome<saving> decode_saving(std::string_view text) {
  rapidjson::Document document;
  if (auto parsed = parse_object(text, document); !parsed)
    return tl::unexpected(std::move(parsed.error()));
  saving result;
  std::string why;
  fields from{document, "", why};
  if (!read_saving(from, why, result))
    return fail(errc::malformed, why);
  return result;
}

} // namespace spin
