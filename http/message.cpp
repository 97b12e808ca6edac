#include "http/message.hpp"

#include <algorithm>

#include <pistache/http_defs.h>

#include "http/render.hpp"
#include "http/status.hpp"

namespace spin::http {

response json_response(int status, std::string body) {
  return {status, std::move(body), "application/json", {}, {}};
}

response problem(const refusal& why) {
  return json_response(why.status, render_message(why.message));
}

response try_again(int status, std::string_view message,
                   std::chrono::nanoseconds after) {
  using std::chrono::seconds;
  const auto wait = std::max(std::chrono::ceil<seconds>(after), seconds{1});
  auto answer = json_response(
      status, render_message(std::string{message} + "; try again in "
                             + std::to_string(wait.count()) + " s"));
  answer.headers.emplace_back("Retry-After", std::to_string(wait.count()));
  // Many of these are sent when there is no time for them: not each a warning.
  answer.about_us = true;
  return answer;
}

namespace {

/// Heads are shorter than this, in bytes; longer ones only cost a copy.
constexpr std::size_t usual_head = 256;

/// RFC 9110, 8.6: answers without a body whose length is not told.
bool has_no_length(int status) {
  return status == 204 || status == 304;
}

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
std::string head_to_wire(const response& what, const answer_style& style) {
  const auto code = static_cast<Pistache::Http::Code>(what.status);
  std::string out;
  out.reserve(usual_head);
  out.append("HTTP/1.1 ")
      .append(std::to_string(what.status))
      .append(" ")
      .append(Pistache::Http::codeString(code))
      .append("\r\n");
  const auto add = [&out](std::string_view name, std::string_view value) {
    out.append(name).append(": ").append(value).append("\r\n");
  };
  if (!what.content_type.empty())
    add("Content-Type", what.content_type);
  if (what.goes_on && style.takes_chunks)
    add("Transfer-Encoding", "chunked");
  else if (!what.goes_on && !has_no_length(what.status))
    add("Content-Length", std::to_string(what.body.size()));
  add("Connection", style.keep_alive ? "keep-alive" : "close");
  if (!style.request_id.empty())
    add("X-Request-Id", style.request_id);
  for (const auto& [name, value] : what.headers)
    add(name, value);
  out += "\r\n";
  return out;
}

} // namespace spin::http
