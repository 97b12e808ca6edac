#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string_view>

#include "docker/endpoint.hpp"
#include "docker/http_message.hpp"
#include "store/failure.hpp"
#include "store/pace.hpp"

namespace spin::docker {

/// How the client treats its peer, whatever the request.
struct http_client_config {
  endpoint peer;
  /// No more than this for the connection alone, in milliseconds.
  std::chrono::milliseconds connect_limit{1000};
  /// A TCP connection on which nothing came for so long is probed, and again as
  /// often: a peer that vanished without a word is noticed after some ten times
  /// this.
  std::chrono::seconds probe_interval{5};
  /// The longest answer taken, in bytes.
  std::size_t answer_limit = std::size_t{64} << 20;
  /// Connections kept open while nothing is under way.
  long idle_connections = 16;
  /// What it speaks, as libcurl names it. Certificates are verified.
  const char* protocols = "http";
  /// A success counts once its status is there, whatever becomes of its body.
  bool status_is_enough = false;
};

/// Takes the body of a success as it comes, for answers without an end. Called
/// on the client's thread; must neither block, throw nor destroy the client.
struct http_sink {
  /// The head of a success (2xx) has come. Called at most once, before `take`.
  std::function<void()> opened;
  /// Gets the next bytes of the body, in pieces of any size. A failure ends the
  /// stream and is what it is answered with.
  std::function<outcome<done>(std::string_view)> take;
  /// Who reads it may hold the stream back, then the peer has to wait, too; or
  /// end it, then it is answered `internal`. Null: it goes as it comes.
  std::shared_ptr<pace> steer = nullptr;
  /// Its end is that of the body: answered as a success without a body. Else a
  /// stream that ends has failed.
  bool may_end = false;
};

/// Sends requests to one peer (to any, if the URL of the peer is empty and the
/// targets are URLs), all at once, from one thread of its own.
/// Connections are kept and used again. There is no bound on calls under way:
/// a stop may take minutes and must not make a list wait. Redirects and proxies
/// from the environment are not followed.
///
/// Errors: `engine_down` (no connection, or it broke), `timed_out` (connected,
/// but no whole answer in time), `malformed` (not HTTP, or too long). Any
/// status is an answer.
class http_client {
public:
  /// Called exactly once, on the client's thread; it may call `send`, and must
  /// neither block, throw nor destroy the client.
  using reply = std::function<void(outcome<http_answer>)>;

  explicit http_client(http_client_config config);

  http_client(const http_client&) = delete;
  http_client& operator=(const http_client&) = delete;

  /// Ends all calls under way, also those that their replies make, with
  /// `engine_down`; returns when the last reply has returned.
  ~http_client();

  /// Returns at once. Thread-safe.
  void send(http_request ask, reply then);

  /// As `send`, but a success goes to `into` piece by piece, and has no limit
  /// in time or size once its head has come. It is on a connection of its own.
  /// So `then` gets an answer only if that was no success; a stream that was
  /// open ends with a failure: of `into`, or `engine_down`; unless it may end.
  void stream(http_request ask, http_sink into, reply then);

private:
  class loop;
  std::unique_ptr<loop> loop_;
};

} // namespace spin::docker
