#include "docker/verdict.hpp"

#include "docker/parse_error.hpp"

namespace spin::docker {

namespace {

/// Returns what a 404 says of `what`.
errc missing(verb what) {
  switch (what) {
  case verb::inspect_image:
  case verb::create:
    return errc::no_such_image;
  case verb::put_files:
  case verb::start:
  case verb::stop:
  case verb::pause:
  case verb::resume:
  case verb::remove:
  case verb::inspect:
  case verb::logs:
  case verb::stats:
  case verb::follow_stats:
    return errc::no_such_container;
  case verb::version:
  case verb::images:
  case verb::list:
  case verb::watch:
  case verb::bridge_gateway:
  case verb::info:
    break;
  case verb::join_network:
    return errc::bad_request; // the network is what is missing
  }
  return errc::engine_refused;
}

/// Returns whether a start failed for a host port that something else has. Only
/// the text tells: the status is the same as for any other fault.
bool is_port_taken(const http_answer& answer) {
  const auto text = parse_error(answer.body);
  return text.find("port is already allocated") != text.npos
         || text.find("address already in use") != text.npos;
}

errc reason(verb what, const http_answer& answer) {
  const auto status = answer.status;
  // A 404 is the proof that a container is gone: believed only if it is the
  // engine's own, not that of whatever else listens at its address.
  if (status == 404)
    return is_error_document(answer.body) ? missing(what)
                                          : errc::engine_refused;
  if (status == 409 && what == verb::create)
    return errc::conflict;
  if (what == verb::start && status == 500 && is_port_taken(answer))
    return errc::port_taken;
  // What the engine does not take is the client's, and so is a network that is
  // not there.
  if (status == 400 && what == verb::create && !refuses_version(answer))
    return errc::bad_request;
  // A reference that can name no image ("A B", "..") is refused or redirected.
  const bool no_reference = status == 400 || status == 301;
  if (no_reference && what == verb::inspect_image && !refuses_version(answer))
    return errc::no_such_image;
  return errc::engine_refused;
}

/// Engines say some things twice: "no such image: x: No such image: x".
std::string said_once(std::string text) {
  constexpr std::string_view again = ": No such image: ";
  if (const auto at = text.find(again); at != text.npos)
    text.erase(0, at + 2);
  return text;
}

} // namespace

outcome<std::string> judge(verb what, http_answer answer) {
  const auto status = answer.status;
  const bool switches = what == verb::start || what == verb::stop;
  if ((status >= 200 && status < 300) || (status == 304 && switches))
    return std::move(answer.body);
  const auto code = reason(what, answer);
  if (what == verb::remove && code == errc::no_such_container)
    return std::string{};
  auto text = said_once(parse_error(answer.body));
  if (text.empty())
    text = "status " + std::to_string(status) + " without a word";
  return fail(code, std::move(text));
}

bool refuses_version(const http_answer& answer) {
  if (answer.status != 400)
    return false;
  const auto text = parse_error(answer.body);
  return text.starts_with("client version ")
         && (text.find(" is too new") != text.npos
             || text.find(" is too old") != text.npos);
}

} // namespace spin::docker
