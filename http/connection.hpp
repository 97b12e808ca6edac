#pragma once

#include <memory>
#include <mutex>
#include <string>

#include <pistache/peer.h>

#include "http/chunked.hpp"
#include "http/message.hpp"
#include "http/seats.hpp"

namespace spin::http {

/// How an answer must be written.
struct answer_style {
  bool keep_alive = true;
  bool head_only = false;
};

/// One client's connection between Pistache's thread, which reads, and whoever
/// answers. At most one request is under way: what a client sends before it has
/// its answer is thrown away, and the answer closes the connection (RFC 9112,
/// 9.3.2 lets a client repeat it).
///
/// Answers are written to the socket right here, under the lock that also
/// guards its closing, so that an answer never meets a descriptor that was
/// closed and given to another client. Only what does not fit into the
/// socket's buffer goes through Pistache's write queue.
///
/// A client may say that it will send no more and still wait for its answer
/// (`nc -N`). Pistache closes its descriptor then; one of our own keeps the
/// connection open until the answer to a request under way was written, as far
/// as the socket's buffer takes it.
class connection : public std::enable_shared_from_this<connection> {
public:
  /// After this much thrown away we stop being polite, in bytes.
  static constexpr std::size_t max_discarded = 8 * 1024 * 1024;

  /// Received bytes that are not yet a whole request. Of the reading thread.
  std::string received;
  /// "100 Continue" was sent for the request in `received`.
  bool continued = false;
  /// What is read of the body in `received`, if that comes in chunks.
  chunked_body chunks;

  /// Holds `place` as long as anybody may still answer.
  connection(const std::shared_ptr<Pistache::Tcp::Peer>& peer,
             seats::seat place)
      : peer_(peer), place_(std::move(place)) {
    // nop
  }
  connection(const connection&) = delete;
  connection& operator=(const connection&) = delete;
  ~connection();

  /// Closes it at once, without a word.
  void turn_away();

  /// Returns whether input must be thrown away; if so, takes note of its size.
  bool discards(std::size_t size);

  /// A whole request was read; `more` bytes came after it.
  void begin(bool more);

  /// Writes the answer, or nothing if the client is gone. From any thread.
  void answer(const response& what, answer_style style);

  /// Writes "100 Continue".
  void send_continue();

  /// The client sends no more; its descriptor is closed after this.
  void end();

private:
  void finish(bool closes);
  void answer_last(const response& what, bool head_only);

  std::mutex mutex_;
  std::weak_ptr<Pistache::Tcp::Peer> peer_;
  seats::seat place_;
  /// Our own descriptor of a client that sends no more but waits; -1: none.
  int kept_ = -1;
  bool busy_ = false;
  bool closing_ = false;
  bool gone_ = false;
  std::size_t discarded_ = 0;
};

} // namespace spin::http
