#include "http/head.hpp"

#include <algorithm>
#include <array>

#include "http/text.hpp"

namespace spin::http {

namespace {

constexpr std::array<std::string_view, 9> methods{
    "GET",    "HEAD",    "POST",  "PUT",    "PATCH",
    "DELETE", "OPTIONS", "TRACE", "CONNECT"};

/// Headers that decide how a request is understood: one each.
constexpr std::array<std::string_view, 5> singular{
    "content-length", "content-type", "authorization", "host", "expect"};

/// RFC 9110, 5.6.2: what a header name is made of.
bool is_token(std::string_view text) {
  static constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z')
           || (c >= 'A' && c <= 'Z') || marks.find(c) != std::string_view::npos;
  });
}

/// RFC 9112, 3.2.2: the form for proxies, "http://host/path", must be read too.
std::string_view without_authority(std::string_view target) {
  constexpr std::string_view scheme = "http://";
  if (lower_case(target.substr(0, scheme.size())) != scheme)
    return target;
  const auto path = target.find_first_of("/?", scheme.size());
  return path == std::string_view::npos ? "/" : target.substr(path);
}

refusal target_too_long(std::size_t most) {
  return {414, "request target: at most " + std::to_string(most) + " bytes"};
}

std::optional<refusal> read_request_line(std::string_view line, head& into) {
  const auto first = line.find(' ');
  const auto last = line.rfind(' ');
  if (first == std::string_view::npos || first == last)
    return refusal{400, "request line: must be METHOD TARGET HTTP/1.1"};
  const auto method = line.substr(0, first);
  auto target = line.substr(first + 1, last - first - 1);
  const auto version = line.substr(last + 1);
  if (version != "HTTP/1.1" && version != "HTTP/1.0") {
    if (version.starts_with("HTTP/"))
      return refusal{505, "only HTTP/1.1 and HTTP/1.0 are spoken here"};
    return refusal{400, "request line: must be METHOD TARGET HTTP/1.1"};
  }
  if (std::find(methods.begin(), methods.end(), method) == methods.end())
    return refusal{501, "unknown method"};
  if (target.size() > max_target_size)
    return target_too_long(max_target_size);
  const auto path = without_authority(target);
  const bool absolute = path.size() != target.size();
  target = path;
  // Also keeps out CONNECT's form of a target.
  if (target.empty()
      || (target.front() != '/' && target != "*"
          && !(absolute && target.front() == '?'))
      || target.find(' ') != std::string_view::npos || has_control(target))
    return refusal{400, "request target: must be a path"};
  const auto mark = target.find('?');
  into.what.method = method;
  into.what.path = mark == 0 ? "/" : target.substr(0, mark);
  if (mark != std::string_view::npos)
    into.what.query = target.substr(mark + 1);
  into.version_1_0 = version == "HTTP/1.0";
  into.what.keep_alive = !into.version_1_0;
  into.what.takes_chunks = !into.version_1_0;
  return std::nullopt;
}

std::optional<refusal> read_header(std::string_view line, head& into) {
  auto& headers = into.what.headers;
  const auto colon = line.find(':');
  if (colon == std::string_view::npos || !is_token(line.substr(0, colon)))
    return refusal{400, "malformed header line"};
  auto name = lower_case(line.substr(0, colon));
  const auto value = trimmed(line.substr(colon + 1));
  if (std::any_of(value.begin(), value.end(), [](unsigned char c) {
        return (c < 0x20 && c != '\t') || c == 0x7f;
      }))
    return refusal{400, name + ": holds a control character"};
  if (std::find(singular.begin(), singular.end(), name) != singular.end()
      && into.what.header(name))
    return refusal{400, name + ": given twice"};
  if (headers.size() == max_headers)
    return refusal{431,
                   "more than " + std::to_string(max_headers) + " headers"};
  headers.emplace_back(std::move(name), value);
  return std::nullopt;
}

/// Decides how the body ends.
std::optional<refusal> read_length(head& into, std::size_t most) {
  const auto& what = into.what;
  const auto length = what.header("content-length");
  if (const auto coding = what.header("transfer-encoding")) {
    // RFC 9112, 6.1 and 6.3: the two together are how requests are smuggled.
    if (length)
      return refusal{400, "content-length: not beside transfer-encoding"};
    if (into.version_1_0)
      return refusal{400, "transfer-encoding: not in HTTP/1.0"};
    if (lower_case(*coding) != "chunked")
      return refusal{501, "transfer-encoding: only chunked is known"};
    into.chunked = true;
  } else if (length) {
    const auto digits = length->find_first_not_of("0123456789");
    if (length->empty() || digits != std::string::npos)
      return refusal{400, "content-length: must be a whole number"};
    const auto number = whole_number(*length, most);
    if (!number)
      return refusal{413, "body: at most " + std::to_string(most) + " bytes"};
    into.body_size = *number;
  }
  return std::nullopt;
}

/// Returns whether `word` is one of the words of `list`, in whatever case.
bool lists(std::string_view list, std::string_view word) {
  while (!list.empty()) {
    const auto each = list.substr(0, list.find(','));
    if (lower_case(trimmed(each)) == word)
      return true;
    list.remove_prefix(std::min(each.size() + 1, list.size()));
  }
  return false;
}

/// Decides where the request ends and what becomes of the connection.
std::optional<refusal> read_framing(head& into, std::size_t most_body) {
  const auto& what = into.what;
  if (!into.version_1_0 && !what.header("host"))
    return refusal{400, "host: is required"}; // RFC 9112, 3.2
  if (const auto host = what.header("host");
      host && host->find_first_of(" \t\"<>/?#@\\^`{|}") != std::string::npos)
    return refusal{400, "host: must be a host and a port"};
  if (auto wrong = read_length(into, most_body))
    return wrong;
  if (const auto expected = what.header("expect")) {
    if (lower_case(*expected) != "100-continue")
      return refusal{417, "expect: only 100-continue is known"};
    // RFC 9110, 10.1.1: not of HTTP/1.0
    into.expects_continue =
        !into.version_1_0 && (into.chunked || into.body_size > 0);
  }
  if (const auto connection = what.header("connection")) {
    if (lists(*connection, "close"))
      into.what.keep_alive = false;
    else if (lists(*connection, "keep-alive"))
      into.what.keep_alive = true;
  }
  return std::nullopt;
}

/// Reads the lines of `text`, each of which ends with CR LF.
std::optional<refusal> read_lines(std::string_view text, head& into,
                                  std::size_t most_body) {
  for (bool first = true; !text.empty(); first = false) {
    const auto end = text.find("\r\n");
    const auto line = text.substr(0, end);
    if (line.find('\n') != std::string_view::npos)
      return refusal{400, "lines must end with CR LF"};
    auto wrong =
        first ? read_request_line(line, into) : read_header(line, into);
    if (wrong)
      return wrong;
    text.remove_prefix(end + 2);
  }
  return read_framing(into, most_body);
}

/// Returns what is wrong with a head that does not fit into `most` bytes.
refusal too_long(std::string_view text, std::size_t most) {
  if (!text.empty() && text.find("\r\n") == std::string_view::npos)
    return target_too_long(std::min(max_target_size, most));
  return {431, "headers: at most " + std::to_string(most) + " bytes"};
}

} // namespace

reading<std::optional<head>> read_head(std::string_view received,
                                       const size_limits& most) {
  auto begin = std::size_t{0};
  while (received.substr(begin, 2) == "\r\n")
    begin += 2;
  const auto lines = received.substr(0, most.head);
  const auto text = lines.substr(std::min(begin, lines.size()));
  const auto end = text.find("\r\n\r\n");
  // Such a sender would wait for ever, and so would we. Looked for first, so
  // that the answer is the same however the bytes come.
  if (text.substr(0, end).find("\n\n") != std::string_view::npos)
    return refuse(400, "lines must end with CR LF");
  if (end == std::string_view::npos) {
    if (received.size() >= most.head)
      return tl::unexpected(too_long(text, most.head));
    return std::nullopt;
  }
  head found;
  found.size = begin + end + 4;
  if (auto wrong = read_lines(text.substr(0, end + 2), found, most.body))
    return tl::unexpected(std::move(*wrong));
  return found;
}

} // namespace spin::http
