#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tl/expected.hpp>

#include "http/principal.hpp"
#include "store/cause.hpp"
#include "store/failure.hpp"

namespace spin::http {

class stream;
using stream_ptr = std::shared_ptr<stream>;

/// A request as our handlers see it: valid, whole, free of Pistache.
struct request {
  std::string method; ///< "GET"
  std::string path;   ///< as sent, not percent-decoded; starts with '/'
  std::string query;  ///< what follows the first '?'; not decoded
  /// In the order they came; names in lower case, values trimmed.
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  /// The client may send another request on this connection.
  bool keep_alive = true;
  /// The client can read an answer that comes in chunks (HTTP/1.1).
  bool takes_chunks = true;
  /// The address at the other end of the connection.
  std::string peer;
  /// Who sent it. Set before the handler is called and not changed after that.
  principal who = {};
  /// Names this request in the log and in its answer.
  std::string id = {};

  /// Returns the values of all headers called `name` (in lower case), joined by
  /// ", " as RFC 9110 has it; none if there is no such header.
  std::optional<std::string> header(std::string_view name) const {
    std::optional<std::string> all;
    for (const auto& [key, value] : headers)
      if (key == name)
        all = all ? *all + ", " + value : value;
    return all;
  }
};

/// Returns the cause of all that follows from `from`.
inline cause cause_of(const request& from) {
  return {trigger::request, from.id};
}

/// What a request is answered with.
struct response {
  int status = 200;
  std::string body;
  std::string content_type;
  std::vector<std::pair<std::string, std::string>> headers;
  /// Why it failed, for the log; never sent.
  std::string note;
  /// The status tells how we are: the request itself did not fail.
  bool about_us = false;
  /// If set, the answer is written in pieces by who gets this, `body` is not
  /// used, and the client is told no length.
  std::function<void(stream_ptr)> goes_on = nullptr;
  /// Is let go of when all of it is written, or never will be.
  std::shared_ptr<void> held = nullptr;
};

/// Why a request is turned down: an HTTP status that is no failure of an
/// operation (those are `failure`), and the text for the client.
struct refusal {
  int status = 400;
  std::string message;

  friend bool operator==(const refusal&, const refusal&) = default;
};

/// A value read from a request, or why the request is turned down.
template <class T>
using reading = tl::expected<T, refusal>;

inline tl::unexpected<refusal> refuse(int status, std::string message) {
  return tl::unexpected<refusal>(refusal{status, std::move(message)});
}

/// Makes a JSON answer of a text that is JSON already.
response json_response(int status, std::string body);

/// Makes the JSON answer to a request that is turned down.
response problem(const refusal& why);

/// Makes the JSON answer to a request that would be served later: `after` that
/// time, rounded up to whole seconds, the client may try again.
response try_again(int status, std::string_view message,
                   std::chrono::nanoseconds after);

/// Makes the JSON answer to a request whose operation failed. The reason leaves
/// only if it is about the request; why the engine or the store are away, or
/// what broke in here, goes into `note`.
response problem(const failure& why);

/// How an answer must be written.
struct answer_style {
  bool keep_alive = true;
  /// It answers HEAD: the length of the body is told, the body is left out.
  bool head_only = false;
  /// The client can read chunks.
  bool takes_chunks = true;
  /// Names the request that is answered; told as X-Request-Id unless empty.
  std::string request_id = {};
};

/// Writes what goes over the wire before the body of `what`.
std::string head_to_wire(const response& what, const answer_style& style);

} // namespace spin::http
