#include "http/outbox.hpp"

#include <sys/socket.h>
#include <sys/uio.h>

#include <array>
#include <cerrno>
#include <utility>

namespace spin::http {

namespace {

/// Pieces up to this size are joined, so that there are never very many.
constexpr std::size_t small = 16 * 1024;

} // namespace

void outbox::put(std::string text) {
  if (text.empty() || broken_)
    return;
  size_ += text.size();
  if (!pieces_.empty() && pieces_.back().size() + text.size() <= small)
    pieces_.back() += text;
  else
    pieces_.push_back(std::move(text));
}

std::size_t outbox::write_to(int fd, std::size_t most) {
  std::size_t written = 0;
  while (!empty() && written < most) {
    std::array<iovec, 16> parts{};
    msghdr message{};
    message.msg_iov = parts.data();
    for (auto& piece : pieces_) {
      if (message.msg_iovlen == parts.size())
        break;
      const auto skip = message.msg_iovlen == 0 ? gone_ : 0;
      parts.at(message.msg_iovlen++) = {piece.data() + skip,
                                        piece.size() - skip};
    }
    const auto sent = ::sendmsg(fd, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0 && errno == EINTR)
      continue;
    if (sent < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
      break;
    if (sent < 0) {
      close();
      break;
    }
    drop_front(static_cast<std::size_t>(sent));
    written += static_cast<std::size_t>(sent);
  }
  return written;
}

void outbox::close() noexcept {
  pieces_.clear();
  gone_ = 0;
  size_ = 0;
  broken_ = true;
}

void outbox::drop_front(std::size_t size) {
  size_ -= size;
  gone_ += size;
  auto done = pieces_.begin();
  while (done != pieces_.end() && gone_ >= done->size())
    gone_ -= (done++)->size();
  pieces_.erase(pieces_.begin(), done);
}

} // namespace spin::http
