#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "http/context.hpp"
#include "http/outbox.hpp"
#include "http/request_id.hpp"
#include "http/request_reader.hpp"
#include "http/responder.hpp"
#include "http/stream.hpp"
#include "http/tls.hpp"

namespace spin::http {

/// One client's connection between Pistache's thread, which reads, whoever
/// answers, and the pump, which writes on and keeps the time. At most one
/// request is under way. What a client sends before it has its answer is thrown
/// away, and the answer closes the connection (RFC 9112, 9.3.2 lets a client
/// repeat it).
///
/// With TLS, what comes goes through `decrypt` first, and what is written is
/// sealed in `say`; nothing else knows of it. The handshake is a part of the
/// time that the first head has.
///
/// All writing happens in `flush`, under the lock that also guards the closing
/// of the socket, so that an answer never meets a descriptor that was closed
/// and given to another client. What the socket does not take stays in the
/// outbox, and the pump writes it on.
///
/// A client may say that it will send no more and still wait for its answer
/// (`nc -N`). Pistache closes its descriptor then; ours keeps the connection
/// open until the answer to a request under way is written.
class connection : public pump::client,
                   public std::enable_shared_from_this<connection> {
public:
  /// After this much thrown away we stop being polite, in bytes.
  static constexpr std::size_t max_discarded = 8 * 1024 * 1024;

  /// How much of a stream may wait for a slow reader before it is cut off, in
  /// bytes.
  static constexpr std::size_t max_backlog = 1024 * 1024;

  /// With more than the first of these, in bytes, the reader of a stream falls
  /// behind; with no more than the second it keeps up again.
  static constexpr std::size_t high_water = 256 * 1024;
  static constexpr std::size_t low_water = 64 * 1024;

  /// Of the reading thread.
  request_reader reader;
  /// The address at the other end.
  const std::string peer;

  /// Holds `place` as long as anybody may still answer.
  connection(int fd, std::string from, seats::seat place, context_ptr all);
  connection(const connection&) = delete;
  connection& operator=(const connection&) = delete;
  ~connection() override;

  // -- of the reading thread
  // ----------------------------------------------------

  /// Closes it at once, without a word.
  void turn_away();

  /// Turns what came from the wire into plain text, appended to `plain`, and
  /// sends what TLS itself has to say. Who does not speak TLS is refused.
  tls_session::state decrypt(std::string_view wire, std::string& plain);

  /// The client said by TLS that it sends no more, but its answer may be due.
  void end_of_input();

  /// Returns whether input must be thrown away; if so, takes note of its size.
  bool discards(std::size_t size);

  /// The reader stopped there and needs more.
  void await(request_reader::stage at);

  /// A whole request was read. False: too late, it was refused for its time.
  bool begin();

  /// `who` has not answered yet; it will be made to when the time is over.
  void wait_for(const responder_ptr& who);

  /// Returns whether the next request can be begun; `more` of it is there.
  bool takes_next(bool more);

  /// Begins no more requests: others wait for the thread that reads.
  void let_go();

  /// Writes "100 Continue".
  void send_continue();

  /// The client sends no more; its descriptor is closed after this.
  void end();

  // -- from any thread
  // ----------------------------------------------------------

  /// Turns down what came so far, once, counts that and tells of it as the
  /// request `id`, and closes.
  void refuse(const refusal& why, std::string id = make_request_id());

  /// Writes the answer, or nothing if the client is gone.
  void answer(response what, answer_style style);

  /// Writes a piece of a stream. False: the client left, or was cut off as it
  /// reads too slowly.
  bool put_piece(std::string piece);

  /// Returns how much of a stream the client has not taken yet, in bytes; none:
  /// it left, or was cut off.
  std::optional<std::size_t> backlog();

  /// Writes the last of a stream.
  void end_stream(std::string last);

  /// Ends a stream in the middle, so that the client notices.
  void break_stream();

  /// See `stream::watch_reader`.
  void watch_reader(std::function<void(reader_state)> told);

  // -- of the pump
  // --------------------------------------------------------------

  void on_writable() override;
  void on_tick(pump::moment now) override;
  void on_stop() override;

private:
  /// What the clock runs for.
  enum class waiting : std::uint8_t {
    for_request,
    for_head,
    for_body,
    for_answer,
    for_reader,
    for_end,
    for_nothing
  };

  // All under the lock.
  void refuse_now(const refusal& why, std::string id);
  void wait(waiting what, std::chrono::milliseconds time);
  void throw_away(std::size_t size);
  void say(std::string text);
  void flush();
  void tell_reader();
  void finish();
  void hang_up();
  void watch();
  void unwatch();
  void cut_off();
  void close_kept();

  std::mutex mutex_;
  context_ptr all_;
  seats::seat place_;
  outbox out_;
  /// None: everything is in the clear.
  std::unique_ptr<tls_session> tls_;
  std::weak_ptr<responder> answerer_;
  /// What the answer under way holds until it is written.
  std::shared_ptr<void> held_;
  pump::moment deadline_;
  waiting waits_ = waiting::for_request;
  /// Where we write; -1: nowhere any more. Pistache's own, until `gone_`.
  int fd_;
  /// The pump looks after it.
  bool watched_ = false;
  /// A request is not answered yet, or not all of its answer written.
  bool busy_ = false;
  /// Something of its answer was put into the outbox.
  bool answers_ = false;
  /// Its answer has pieces to come.
  bool streams_ = false;
  /// No request after this one.
  bool closing_ = false;
  /// Pistache has closed its descriptor; ours is another one, or none.
  bool gone_ = false;
  std::size_t discarded_ = 0;
  /// Is told of the reader of a stream.
  std::function<void(reader_state)> watcher_;
  bool behind_ = false;
};

} // namespace spin::http
