#include <algorithm>
#include <optional>
#include <string>

#include "http/request_reader.hpp"
#include "http/text.hpp"
#include "tests/fuzz/laws.hpp"

namespace spin::fuzz {

namespace {

using namespace http;

bool same(const request& a, const request& b) {
  return a.method == b.method && a.path == b.path && a.query == b.query
         && a.headers == b.headers && a.body == b.body
         && a.keep_alive == b.keep_alive && a.takes_chunks == b.takes_chunks;
}

/// All that a connection brings.
struct story {
  std::vector<request> requests;
  std::optional<refusal> refused;
  request_reader::stage left = request_reader::stage::nothing;

  bool is(const story& other) const {
    return std::equal(requests.begin(), requests.end(), other.requests.begin(),
                      other.requests.end(),
                      [](auto& a, auto& b) { return same(a, b); })
           && refused == other.refused && left == other.left;
  }
};

/// Reads as http/wire does: on and on whenever a piece came.
story read(const std::vector<std::string_view>& pieces) {
  story all;
  request_reader reader{size_limits{}};
  for (auto piece : pieces) {
    reader.append(piece);
    for (bool more = true; more;) {
      auto next = reader.next();
      if (!next) {
        all.refused = next.error();
        return all;
      }
      more = next->has_value();
      if (more)
        all.requests.push_back(std::move(**next));
      else if (reader.wants_continue())
        expect(!reader.wants_continue(), "to go on is asked for once");
    }
  }
  all.left = reader.at();
  return all;
}

/// Writes a request as the strictest client would.
std::string written(const request& what) {
  auto text = what.method + ' ' + what.path;
  if (!what.query.empty())
    text += '?' + what.query;
  text += what.takes_chunks ? " HTTP/1.1\r\n" : " HTTP/1.0\r\n";
  for (const auto& [name, value] : what.headers)
    if (name != "transfer-encoding" && name != "content-length")
      text += name + ": " + value + "\r\n";
  return text + "content-length: " + std::to_string(what.body.size())
         + "\r\n\r\n" + what.body;
}

void check_refusal(const refusal& why) {
  constexpr std::array known{400, 413, 414, 417, 431, 501, 505};
  expect(std::find(known.begin(), known.end(), why.status) != known.end(),
         "a request is refused with a status of its kind");
  expect(!why.message.empty() && is_utf8(why.message)
             && !has_control(why.message),
         "a refusal is one line of text");
}

void check_headers(const request& what) {
  for (const auto& [name, value] : what.headers) {
    expect(!name.empty() && name == lower_case(name) && !has_control(name),
           "the name of a header is a token in lower case");
    expect(value == trimmed(value)
               && value.find_first_of(std::string_view{"\r\n\0", 3})
                      == std::string::npos,
           "the value of a header is trimmed and one line");
  }
}

void check_whole(const request& what) {
  const size_limits most;
  expect(what.body.size() <= most.body && what.headers.size() <= max_headers
             && what.path.size() + what.query.size() <= max_target_size,
         "what is let through is within the limits");
  expect(what.path == "*" || what.path.starts_with('/'), "a target is a path");
  expect(!has_control(what.method + what.path + what.query)
             && (what.path + what.query).find(' ') == std::string::npos,
         "a target holds no blanks and controls");
  check_headers(what);
  if (what.headers.size() == max_headers)
    return; // the length might be one too many
  const auto again = read({written(what)});
  expect(!again.refused && again.requests.size() == 1,
         "what was read can be written and read");
  auto& second = again.requests.front();
  expect(second.method == what.method && second.path == what.path
             && second.query == what.query && second.body == what.body
             && second.keep_alive == what.keep_alive,
         "what was written reads as it was");
}

} // namespace

void check_request(std::string_view input) {
  const auto at_once = read({input});
  for (const auto& pieces : cuts_of(input))
    expect(read(pieces).is(at_once), "requests are the same however cut");
  if (at_once.refused)
    check_refusal(*at_once.refused);
  for (const auto& each : at_once.requests)
    check_whole(each);
}

} // namespace spin::fuzz
