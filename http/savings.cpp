#include "http/savings.hpp"

#include <algorithm>

#include "http/json_writer.hpp"
#include "http/render.hpp"
#include "store/utf8.hpp"

namespace spin::http {

namespace {

void put(json_writer& out, std::string_view name, const saved& what) {
  put_text(out, name);
  out.StartObject();
  put_text(out, "container_seconds");
  out.Int64(std::chrono::floor<std::chrono::seconds>(what.time).count());
  put_text(out, "stops");
  out.Uint64(what.stops);
  put_text(out, "byte_seconds");
  constexpr std::uint64_t most = std::uint64_t{1} << 53; // a Terabyte for 1000 years
  out.Uint64(std::min(what.kibibyte_seconds, most) * 1024);
  out.EndObject();
}

void put(json_writer& out, const savings_summary& what) {
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
  json_writer out{text};
  out.StartObject();
  put_text(out, "since");
  put_text(out, to_iso(what.since));
  put_text(out, "saving_now");
  out.Uint64(what.saving_now);
  put(out, what.all);
  put_text(out, "images");
  out.StartArray();
  for (const auto& [image, summary] : what.images) {
    out.StartObject();
    put_text(out, "image");
    put_text(out, to_utf8(image));
    put(out, summary);
    out.EndObject();
  }
  out.EndArray();
  out.EndObject();
  return {text.GetString(), text.GetSize()};
}

} // namespace spin::http
