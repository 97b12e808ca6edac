#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace spin::http {

/// Bytes on their way to a socket that may not take them all at once.
class outbox {
public:
  /// Appends; an empty text is nothing.
  void put(std::string text);

  /// Writes to the socket `fd` as much as it takes now, but not much more than
  /// `most` bytes; returns how much. If the connection is broken, everything is
  /// dropped, now and from now on.
  std::size_t write_to(int fd, std::size_t most);

  /// The other side does not take anything any more.
  bool broken() const noexcept { return broken_; }

  /// How many bytes are left.
  std::size_t size() const noexcept { return size_; }
  bool empty() const noexcept { return size_ == 0; }

  /// Drops everything, now and from now on.
  void close() noexcept;

private:
  void drop_front(std::size_t size);

  std::vector<std::string> pieces_;
  /// What is gone of the first piece.
  std::size_t gone_ = 0;
  std::size_t size_ = 0;
  bool broken_ = false;
};

} // namespace spin::http
