#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <rapidjson/document.h>

namespace spin::test {

/// A request as a client sends it.
struct request {
  std::string method = "GET";
  std::string url{};
  /// Sent if not empty, as a form unless `headers` say otherwise.
  std::string body{};
  /// "Name: value" each.
  std::vector<std::string> headers{};
  /// "user:password"; empty = no authentication.
  std::string auth{};
  std::chrono::seconds within{60};
};

/// An answer. Status 0: there was none; then `body` says why.
struct response {
  int status = 0;
  /// Names in lower case.
  std::map<std::string, std::string> headers;
  std::string body;

  /// Parses the body; a null value if it is not JSON.
  rapidjson::Document json() const;

  /// Returns a top-level member as text: strings as they are, everything else
  /// as JSON; "(none)" if it is missing.
  std::string field(const char* name) const;
};

/// Sends `what` and waits for the answer.
response send(const request& what);

/// Returns a member of `object` as `response::field` does.
std::string field_of(const rapidjson::Value& object, const char* name);

/// A client that has connected to a port of 127.0.0.1 and says nothing.
class silent_client {
public:
  explicit silent_client(std::uint16_t port);
  silent_client(const silent_client&) = delete;
  silent_client& operator=(const silent_client&) = delete;
  ~silent_client();

private:
  int fd_;
};

/// Returns a TCP port of 127.0.0.1 that was free just now.
std::uint16_t free_port();

} // namespace spin::test
