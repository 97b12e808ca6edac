#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <list>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "tests/support/process.hpp"

namespace spin::test {

/// A request as the fake server got it.
struct fake_request {
  std::string method;
  std::string target;
  /// Request line and headers, with a line end after each.
  std::string head;
  std::string body;
  /// Which connection it came on, and as which request there; from 0.
  int connection = 0;
  int nth = 0;
};

/// What the fake server does with one request.
struct fake_answer {
  /// All bytes of the answer, head and body; empty = say nothing.
  std::string bytes;
  /// Close the connection afterwards; otherwise it waits for another request.
  bool close = false;
  /// Send one byte at a time, this far apart.
  std::chrono::milliseconds pace{0};
};

/// Returns a well-formed answer.
fake_answer answer(int status, const std::string& body,
                   const std::string& type = "application/json");

/// Never answers; the connection stays open.
fake_answer hang();

/// Closes the connection without a word.
fake_answer hang_up();

/// A scripted HTTP server for the faults that no real engine commits on
/// demand. One thread for each connection; ends them all when it goes.
class fake_http {
public:
  /// Says what to do with a request; called on the connection's thread.
  using script = std::function<fake_answer(const fake_request&)>;

  enum class place { unix_socket, loopback };

  explicit fake_http(script what, place where = place::unix_socket);
  fake_http(const fake_http&) = delete;
  fake_http& operator=(const fake_http&) = delete;
  ~fake_http();

  /// Returns "unix:///..." or "tcp://127.0.0.1:port".
  const std::string& address() const noexcept { return address_; }

  /// Returns how many connections were ever accepted.
  int connections() const noexcept { return accepted_; }

  /// Returns how many connections are open now.
  std::size_t open() const;

  /// Returns "METHOD target" of all requests so far.
  std::vector<std::string> seen() const;

private:
  int listen_unix();
  int listen_loopback();
  void accept_all();
  void serve(int fd, int connection);
  bool send_all(int fd, const fake_answer& what);

  script script_;
  temporary_folder folder_;
  std::string address_;
  std::atomic<int> accepted_ = 0;
  mutable std::mutex mutex_;
  std::condition_variable ending_;
  bool over_ = false;
  std::vector<int> open_;
  std::vector<std::string> seen_;
  std::list<std::thread> threads_;
  int listener_;
  std::thread acceptor_; ///< Last: it uses all of the above.
};

} // namespace spin::test
