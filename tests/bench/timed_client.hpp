#pragma once

#include <memory>
#include <string>

#include <curl/curl.h>

#include "docker/endpoint.hpp"
#include "docker/http_message.hpp"

namespace spin::bench {

/// Where requests go to: our server or the engine.
struct target {
  docker::endpoint where;
  /// "user:password"; empty = none.
  std::string auth{};
  /// Of the bodies that are sent.
  std::string content_type{"application/json"};
};

/// One connection, kept alive, and one request at a time: the same client for
/// both sides of a comparison. Not thread-safe.
class timed_client {
public:
  explicit timed_client(const target& to);

  /// Sends a request and returns its answer. Throws if there is none.
  docker::http_answer send(const std::string& method, const std::string& path,
                           const std::string& body = {});

private:
  const target& to_;
  std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl_;
  std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> headers_;
};

} // namespace spin::bench
