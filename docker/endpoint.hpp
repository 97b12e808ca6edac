#pragma once

#include <string>
#include <string_view>

#include "store/failure.hpp"

namespace spin::docker {

/// Where an engine listens.
struct endpoint {
  /// As it was written, for messages.
  std::string address;
  /// Absolute path of the Unix socket; empty = TCP.
  std::string socket_path;
  /// Scheme and host of every URL, without a trailing slash. Over a Unix
  /// socket the host has no meaning.
  std::string base_url;

  /// Returns its host, an IPv6 one without brackets; this one over a socket.
  std::string host() const;
};

/// Reads `unix:///path`, `tcp://host:port` or `http://host:port`. Errors:
/// `bad_request` with what is wrong.
outcome<endpoint> parse_endpoint(std::string_view address);

} // namespace spin::docker
