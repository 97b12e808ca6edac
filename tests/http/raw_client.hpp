#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace spin::http::test {

/// A TCP connection that sends whatever it is told, right or wrong. Every wait
/// ends after `patience`.
class raw_client {
public:
  static constexpr std::chrono::seconds patience{10};

  /// Connects to "127.0.0.1:port", from a loopback address.
  explicit raw_client(const std::string& address,
                      const std::string& source = "127.0.0.1");
  raw_client(const raw_client&) = delete;
  raw_client& operator=(const raw_client&) = delete;
  ~raw_client();

  /// Sends all of `text`; false if the other side does not take it.
  bool send(std::string_view text);

  /// Says that nothing more will be sent.
  void end_sending();

  /// Receives one answer by its Content-Length and leaves what follows it.
  /// None: the connection ended or nothing came in time.
  std::optional<std::string> answer();

  /// Receives one answer up to its empty line.
  std::optional<std::string> answer_head();

  /// Receives until the other side closes; none if it does not.
  std::optional<std::string> rest();

  /// Receives what comes next; empty: the connection ended, or nothing in time.
  std::string some();

  /// The other side has closed.
  bool ended() const { return ended_; }

  /// Returns whether nothing has arrived so far, other than perhaps the end.
  bool has_nothing() const;

private:
  /// False: ended, or nothing in time.
  bool receive_more();

  int fd_ = -1;
  bool ended_ = false;
  std::string received_;
};

/// Returns the status of an answer as text, e.g. "404"; "" for none.
std::string status_in(const std::optional<std::string>& answer);

/// Returns how long the first answer in `text` is, by its Content-Length; none
/// if it is not whole.
std::optional<std::size_t> size_of_answer(std::string_view text);

/// Returns how many answers `text` holds.
std::size_t answers_in(std::string_view text);

} // namespace spin::http::test
