#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>

#include "http/message.hpp"

namespace spin::http {

class connection;

/// The rest of an answer that is written in pieces, from any thread, as they
/// come to be; its end ends the answer. Nobody waits for a client that reads
/// more slowly than pieces come: beyond `connection::max_backlog` bytes, or if
/// it takes nothing for the time `send`, it is cut off.
class stream {
public:
  /// Made by `connection` alone.
  stream(std::shared_ptr<connection> to, bool chunks)
      : to_(std::move(to)), chunks_(chunks) {
    // nop
  }
  stream(const stream&) = delete;
  stream& operator=(const stream&) = delete;
  ~stream();

  /// Writes a piece. False: nobody reads any more; the stream can be dropped.
  bool write(std::string_view piece);

  /// Returns how many bytes the client has not taken yet; none: as above.
  std::optional<std::size_t> waiting();

private:
  std::shared_ptr<connection> to_;
  bool chunks_;
};

} // namespace spin::http
