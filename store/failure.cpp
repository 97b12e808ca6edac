#include "store/failure.hpp"

namespace spin {

std::string_view to_string(errc code) noexcept {
  switch (code) { // no default: a new errc must not compile unnamed
    case errc::none: return "none";
    case errc::bad_request: return "bad_request";
    case errc::no_such_container: return "no_such_container";
    case errc::no_such_token: return "no_such_token";
    case errc::no_such_image: return "no_such_image";
    case errc::unknown_source: return "unknown_source";
    case errc::conflict: return "conflict";
    case errc::port_taken: return "port_taken";
    case errc::no_ports: return "no_ports";
    case errc::engine_refused: return "engine_refused";
    case errc::engine_down: return "engine_down";
    case errc::store_down: return "store_down";
    case errc::malformed: return "malformed";
    case errc::timed_out: return "timed_out";
    case errc::internal: return "internal";
  }
  return "unknown";
}

} // namespace spin
