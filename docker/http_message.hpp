#pragma once

#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace spin::docker {

struct http_request {
  std::string method = "GET";
  /// Path and query, already encoded: "/v1.41/images/json".
  std::string target;
  /// Empty = no body.
  std::string body;
  /// For everything from `send` to the last byte of the answer.
  std::chrono::milliseconds limit{0};
  /// Whether it does no harm to have it served twice. Only such a request goes
  /// out on a used connection, where it is sent again on a fresh one if the
  /// engine has meanwhile closed the used one.
  bool repeatable = true;
  /// What the body is.
  std::string content_type = "application/json";
  /// What is sent beside the usual; no line breaks in them.
  std::vector<std::pair<std::string, std::string>> headers = {};
};

struct http_answer {
  int status = 0;
  std::string body;
};

} // namespace spin::docker
