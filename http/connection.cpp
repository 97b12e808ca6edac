#include "http/connection.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace spin::http {

namespace {

/// Writes as much as the socket takes now; returns how much. A broken
/// connection takes all: its end is reported elsewhere.
std::size_t write_now(int fd, std::string_view text) {
  std::size_t written = 0;
  while (written < text.size()) {
    const auto sent = ::send(fd, text.data() + written, text.size() - written,
                             MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0 && errno == EINTR)
      continue;
    if (sent < 0)
      return errno == EAGAIN || errno == EWOULDBLOCK ? written : text.size();
    written += static_cast<std::size_t>(sent);
  }
  return written;
}

/// Makes Pistache close the connection, and that with a reset: a sender that
/// does not stop would otherwise hang for a minute before it learns of it.
void cut_off(int fd) {
  constexpr linger at_once{.l_onoff = 1, .l_linger = 0};
  ::setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
  ::shutdown(fd, SHUT_RDWR);
}

} // namespace

connection::~connection() {
  if (kept_ >= 0)
    ::close(kept_);
}

void connection::turn_away() {
  const std::lock_guard hold{mutex_};
  closing_ = true;
  if (const auto peer = peer_.lock())
    cut_off(peer->fd());
}

bool connection::discards(std::size_t size) {
  const std::lock_guard hold{mutex_};
  if (!busy_ && !closing_)
    return false;
  closing_ = true;
  discarded_ += size;
  if (discarded_ > max_discarded && !gone_)
    if (const auto peer = peer_.lock())
      cut_off(peer->fd());
  return true;
}

void connection::begin(bool more) {
  const std::lock_guard hold{mutex_};
  busy_ = true;
  closing_ = more;
}

void connection::answer(const response& what, answer_style style) {
  Pistache::Async::Promise<ssize_t> rest =
      Pistache::Async::Promise<ssize_t>::resolved(ssize_t{0});
  bool closes = false;
  {
    const std::lock_guard hold{mutex_};
    if (kept_ >= 0)
      return answer_last(what, style.head_only);
    const auto peer = peer_.lock();
    if (gone_ || !peer)
      return;
    closing_ = closes = closing_ || !style.keep_alive;
    const auto text = to_wire(what, !closes, style.head_only);
    const auto written = write_now(peer->fd(), text);
    if (written == text.size()) {
      busy_ = false;
      if (closes)
        ::shutdown(peer->fd(), SHUT_WR);
      return;
    }
    rest = peer->send(
        Pistache::RawBuffer(text.data() + written, text.size() - written));
  }
  // Not under the lock: the rest may be written, and this called, at once.
  rest.then(
      [self = shared_from_this(), closes](ssize_t) { self->finish(closes); },
      Pistache::Async::IgnoreException);
}

/// Answers who sends no more. Under the lock.
void connection::answer_last(const response& what, bool head_only) {
  write_now(kept_, to_wire(what, false, head_only));
  ::close(std::exchange(kept_, -1));
}

void connection::finish(bool closes) {
  const std::lock_guard hold{mutex_};
  busy_ = false;
  const auto peer = peer_.lock();
  if ((closes || closing_) && !gone_ && peer)
    ::shutdown(peer->fd(), SHUT_WR);
}

void connection::send_continue() {
  const std::lock_guard hold{mutex_};
  const auto peer = peer_.lock();
  if (!gone_ && peer)
    write_now(peer->fd(), "HTTP/1.1 100 Continue\r\n\r\n");
}

void connection::end() {
  const std::lock_guard hold{mutex_};
  const auto peer = peer_.lock();
  if (busy_ && !gone_ && peer)
    kept_ = ::fcntl(peer->fd(), F_DUPFD_CLOEXEC, 0);
  gone_ = true;
}

} // namespace spin::http
