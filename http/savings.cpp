#include "http/savings.hpp"

#include <algorithm>

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include "http/render.hpp"
#include "store/utf8.hpp"

namespace spin::http {

namespace {

using writer = rapidjson::Writer<rapidjson::StringBuffer>;

void put(writer& out, std::string_view text) {
  out.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
}

void put(writer& out, std::string_view name, const saved& what) {
  put(out, name);
  out.StartObject();
  put(out, "container_seconds");
  out.Int64(std::chrono::floor<std::chrono::seconds>(what.time).count());
  put(out, "stops");
  out.Uint64(what.stops);
  put(out, "byte_seconds");
  constexpr std::uint64_t most = std::uint64_t{1} << 53; // a Terabyte for 1000 years
  out.Uint64(std::min(what.kibibyte_seconds, most) * 1024);
  out.EndObject();
}

void put(writer& out, const savings_summary& what) {
  put(out, "total", what.total);
  put(out, "last_24h", what.day);
  put(out, "last_7d", what.week);
}

} // namespace

savings_report savings_of(const std::vector<directory_entry>& containers,
                          const services& with) {
  const auto now = with.now();
  open_savings open;
  for (const auto& [actor, view] : containers) {
    if (!saves_time(view->life))
      continue;
    // Only of a paused one the moment stands nowhere else.
    const auto past = view->life.now == phase::paused
                          ? with.past->of(view->who->id)
                          : history{};
    if (const auto since = saves_since(view->life, past, now))
      open.push_back({view->who->image, *since,
                      view->life.now == phase::stopped
                          ? with.savings->memory_of(view->who->id)
                          : 0});
  }
  return with.savings->read(open, now.wall);
}

std::string render(const savings_report& what) {
  rapidjson::StringBuffer text;
  writer out{text};
  out.StartObject();
  put(out, "since");
  put(out, to_iso(what.since));
  put(out, "saving_now");
  out.Uint64(what.saving_now);
  put(out, what.all);
  put(out, "images");
  out.StartArray();
  for (const auto& [image, summary] : what.images) {
    out.StartObject();
    put(out, "image");
    put(out, to_utf8(image));
    put(out, summary);
    out.EndObject();
  }
  out.EndArray();
  out.EndObject();
  return {text.GetString(), text.GetSize()};
}

} // namespace spin::http
