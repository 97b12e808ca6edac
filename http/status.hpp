#pragma once

#include "store/failure.hpp"

namespace spin::http {

/// Returns the HTTP status of a failure. The one place of this mapping: a new
/// errc does not compile before it stands here.
constexpr int status_of(errc code) {
  switch (code) {
    case errc::none: return 200;
    case errc::bad_request: return 400;
    case errc::no_such_container: return 404;
    case errc::no_such_token: return 404;
    case errc::no_such_image: return 404;
    case errc::unknown_source: return 404;
    case errc::conflict: return 409;
    case errc::port_taken: return 409;
    case errc::no_ports: return 422;
    case errc::engine_refused: return 502;
    case errc::engine_down: return 503;
    case errc::store_down: return 503;
    case errc::malformed: return 502;
    case errc::timed_out: return 504;
    case errc::internal: return 500;
  }
  return 500;
}

} // namespace spin::http
