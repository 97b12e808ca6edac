#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "config/settings.hpp"
#include "http/address.hpp"
#include "http/message.hpp"

namespace spin::http {

/// The longest path that a line of the access log tells, in bytes.
inline constexpr std::size_t max_logged_path = 256;

/// Writes one line for each request, or for each that fails, or none.
class access_log {
public:
  access_log(config::access_log which, networks trusted)
      : which_(which), trusted_(std::move(trusted)) {
    // nop
  }

  /// Tells of `from`, sent by `user` (empty: nobody knows), which took the
  /// route `route` ("none": there is none of it) and is answered with `what`.
  /// The query is left out: a token may stand there. Costs nothing if there is
  /// nothing to tell.
  void note(const request& from, std::string_view user, std::string_view route,
            const response& what,
            std::chrono::steady_clock::duration took) const;

  /// Returns the address that a request came from as far as we believe it (see
  /// `source_address`), or that of its peer.
  std::string address_of(const request& from) const;

private:
  config::access_log which_;
  networks trusted_;
};

} // namespace spin::http
