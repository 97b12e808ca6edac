#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>

#include "http/message.hpp"

namespace spin::http {

class connection;

/// How the client of a stream does.
enum class reader_state : std::uint8_t {
  keeps_up,
  /// Much waits for it (see `connection::high_water`): who can, holds back.
  falls_behind,
  /// It left, or was cut off.
  gone,
};

/// The rest of an answer that is written in pieces, from any thread, as they
/// come to be; its end ends the answer. Nobody waits for a client that reads
/// more slowly than pieces come: beyond `connection::max_backlog` bytes, or if
/// it takes nothing for the time `send`, it is cut off. Who can hold pieces
/// back watches the reader.
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

  /// Ends the answer in the middle: the client sees that it is not whole.
  void fail();

  /// Has `told` called when the reader falls behind, keeps up again, or is gone
  /// (the last call), from any thread, maybe at once. It must be short and must
  /// not use the stream: a lock is held.
  void watch_reader(std::function<void(reader_state)> told);

  /// Returns how many bytes the client has not taken yet; none: as above.
  std::optional<std::size_t> waiting();

private:
  std::shared_ptr<connection> to_;
  bool chunks_;
};

} // namespace spin::http
