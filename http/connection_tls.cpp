// What a connection does for the sake of TLS.

#include "http/connection.hpp"

#include <utility>

namespace spin::http {

tls_session::state connection::decrypt(std::string_view wire,
                                       std::string& plain) {
  using state = tls_session::state;
  {
    const std::lock_guard hold{mutex_};
    if (closing_ || !tls_) {
      throw_away(wire.size());
      return state::broken;
    }
    std::string reply;
    const auto how = tls_->receive(wire, plain, reply);
    if (how != state::plain_http) {
      out_.put(std::move(reply));
      flush();
      if (how == state::broken)
        busy_ ? cut_off() : hang_up();
      return how;
    }
    tls_.reset();
  }
  refuse({400, "HTTPS is spoken here; the address begins with https://"});
  return state::plain_http;
}

void connection::end_of_input() {
  const std::lock_guard hold{mutex_};
  if (busy_)
    closing_ = true;
  else if (!closing_ && fd_ >= 0)
    hang_up();
}

// -- under the lock ------------------------------------------------------------

/// Puts what a client is to read on its way, sealed if this is TLS.
void connection::say(std::string text) {
  out_.put(tls_ ? tls_->seal(text) : std::move(text));
}

} // namespace spin::http
