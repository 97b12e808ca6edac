#include "http/readiness.hpp"

#include <array>

#include "http/json_writer.hpp"
#include "http/render.hpp"
#include "store/utf8.hpp"

namespace spin::http {

namespace {

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

void put_sign(json_writer& out, vital which, const vital_sign& sign, bool trusted) {
  put_text(out, to_string(which));
  out.StartObject();
  put_text(out, "ok");
  out.Bool(sign.well);
  put_text(out, "since");
  put_text(out, to_iso(sign.since));
  if (trusted) {
    put_text(out, "last_error");
    if (sign.problem.empty())
      out.Null();
    else
      put_text(out, to_utf8(sign.problem));
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
  json_writer out{text};
  out.StartObject();
  put_text(out, "ready");
  out.Bool(ready);
  put_text(out, "parts");
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
