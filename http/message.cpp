#include "http/message.hpp"

#include <pistache/http_defs.h>

#include "http/render.hpp"
#include "http/status.hpp"

namespace spin::http {

std::optional<std::string> request::header(std::string_view name) const {
  std::optional<std::string> all;
  for (const auto& [key, value] : headers)
    if (key == name)
      all = all ? *all + ", " + value : value;
  return all;
}

response json_response(int status, std::string body) {
  return {status, std::move(body), "application/json", {}, {}};
}

response problem(const refusal& why) {
  return json_response(why.status, render_message(why.message));
}

namespace {

/// Returns what a client is told. Reasons from within name sockets and hosts:
/// they are for the log.
std::string_view told(const failure& why) {
  switch (why.code) {
  case errc::engine_down:
    return "the engine cannot be reached; try again when it is back";
  case errc::store_down:
    return "the store is away; nothing was changed";
  case errc::timed_out:
    return "the engine did not answer in time; the outcome is not known yet";
  case errc::malformed:
    return "the engine's answer cannot be understood";
  case errc::internal:
    return "internal error";
  default:
    return why.what;
  }
}

} // namespace

response problem(const failure& why) {
  auto answer = json_response(status_of(why.code), render_message(told(why)));
  answer.note = why.what;
  return answer;
}

// Pistache's ResponseWriter can neither answer HEAD (it always tells the length
// of what it sends) nor leave Content-Length out of a 204, and it writes only
// headers that it has a class for.
std::string to_wire(const response& what, bool keep_alive, bool head_only) {
  const auto code = static_cast<Pistache::Http::Code>(what.status);
  std::string out = "HTTP/1.1 " + std::to_string(what.status) + " "
                    + Pistache::Http::codeString(code) + "\r\n";
  const auto add = [&out](std::string_view name, std::string_view value) {
    out.append(name).append(": ").append(value).append("\r\n");
  };
  if (!what.content_type.empty())
    add("Content-Type", what.content_type);
  if (what.status != 204)
    add("Content-Length", std::to_string(what.body.size()));
  add("Connection", keep_alive ? "keep-alive" : "close");
  for (const auto& [name, value] : what.headers)
    add(name, value);
  out += "\r\n";
  if (!head_only && what.status != 204)
    out += what.body;
  return out;
}

} // namespace spin::http
