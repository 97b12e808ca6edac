#pragma once

#include <array>
#include <cstdint>
#include <string>

namespace spin::bench {

/// A connection that costs next to nothing, for what shares its CPU with what
/// it measures: answers are read by their length and thrown away.
class plain_client {
public:
  explicit plain_client(std::uint16_t port);
  plain_client(plain_client&& other) noexcept;
  plain_client& operator=(plain_client&&) = delete;
  ~plain_client();

  /// Sends and returns; false if that was not possible.
  bool send(const std::string& text);

  /// Sends a request and waits for its answer, which must be a 200; returns the
  /// size of its body. Throws otherwise.
  std::size_t ask(const std::string& request);

private:
  int fd_;
  std::array<char, 256 * 1024> buffer_;
};

} // namespace spin::bench
