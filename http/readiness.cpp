#include "http/readiness.hpp"

#include <array>

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

bool is_needed(vital what) {
  switch (what) {
  case vital::engine:
  case vital::store:
  case vital::recovery:
    return true;
  case vital::events:
    return false;
  }
  return true;
}

void put_sign(writer& out, vital which, const vital_sign& sign, bool trusted) {
  put(out, to_string(which));
  out.StartObject();
  put(out, "ok");
  out.Bool(sign.well);
  put(out, "since");
  put(out, to_iso(sign.since));
  if (trusted) {
    put(out, "last_error");
    if (sign.problem.empty())
      out.Null();
    else
      put(out, to_utf8(sign.problem));
  }
  out.EndObject();
}

} // namespace

response readiness(const health_board& health, bool trusted) {
  std::array<vital_sign, health_board::all.size()> signs;
  bool ready = true;
  for (std::size_t i = 0; i < signs.size(); ++i) {
    signs[i] = health.look(health_board::all[i]);
    ready = ready && (signs[i].well || !is_needed(health_board::all[i]));
  }
  rapidjson::StringBuffer text;
  writer out{text};
  out.StartObject();
  put(out, "ready");
  out.Bool(ready);
  put(out, "parts");
  out.StartObject();
  for (std::size_t i = 0; i < signs.size(); ++i)
    put_sign(out, health_board::all[i], signs[i], trusted);
  out.EndObject();
  out.EndObject();
  auto answer = json_response(ready ? 200 : 503, text.GetString());
  answer.about_us = true;
  return answer;
}

} // namespace spin::http
