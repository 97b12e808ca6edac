#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "store/failure.hpp"

struct ssl_ctx_st;
struct ssl_st;

namespace spin::http {

/// Where certificate and key are: PEM files, of the certificate with those that
/// link it to its root after it.
struct tls_files {
  std::string certificate;
  std::string key;
};

/// A certificate with its key, and how to speak TLS with them: 1.2 or later,
/// forward secrecy and authenticated ciphers only, HTTP/1.1 by ALPN, nothing
/// renegotiated or compressed. OpenSSL's own; shared by the connections that
/// began with it.
using tls_identity = std::shared_ptr<ssl_ctx_st>;

/// Reads the files. Errors: `bad_request` with the file and what is wrong with
/// it, in one line: cannot be read, no PEM, a key with a pass phrase, a key
/// that does not belong to the certificate.
outcome<tls_identity> load_identity(const tls_files& from);

/// The identity that new connections get. When one of the files changes, both
/// are read again; while they cannot be used (one is new, the other not yet),
/// the one before stays. Thread-safe.
class tls_keeper {
public:
  using moment = std::chrono::steady_clock::time_point;

  /// How often it looks whether a file changed.
  static constexpr std::chrono::seconds look_interval{1};

  /// Errors: as of `load_identity`.
  static outcome<std::shared_ptr<tls_keeper>> open(tls_files from, moment now);

  /// Returns the identity for a connection that begins `now`. Looks at the
  /// files if that was not done for `look_interval`; says in the log what it
  /// found.
  tls_identity identity(moment now);

private:
  tls_keeper(tls_files from, std::string stamps, tls_identity first, moment now)
      : files_(std::move(from)), stamps_(std::move(stamps)),
        current_(std::move(first)), looked_(now) {
    // nop
  }

  const tls_files files_;
  std::mutex mutex_;
  /// What told the files of the last try from others.
  std::string stamps_;
  tls_identity current_;
  moment looked_;
};

/// The TLS of one connection, between bytes on the wire and plain text. Does no
/// input or output itself and never waits. Not thread-safe.
class tls_session {
public:
  enum class state : std::uint8_t {
    /// No plain text can be sent yet.
    handshake,
    open,
    /// The client said that it sends no more; we still may.
    half_closed,
    /// The first byte was no TLS but might be HTTP: say so, in the clear.
    plain_http,
    /// Nothing more can be said but what is to be sent already (an alert).
    broken
  };

  /// The most that a client can make us send without asking for anything (the
  /// handshake, new keys), in bytes; more breaks the session.
  static constexpr std::size_t max_unasked = 64 * 1024;

  explicit tls_session(const tls_identity& with);
  tls_session(const tls_session&) = delete;
  tls_session& operator=(const tls_session&) = delete;
  ~tls_session();

  /// Takes what came from the wire; appends its plain text to `plain`, and what
  /// must be answered to `reply`.
  state receive(std::string_view wire, std::string& plain, std::string& reply);

  /// Returns `plain` as it goes over the wire; empty unless the session is open
  /// or half closed.
  std::string seal(std::string_view plain);

  /// Returns the word that we send no more; empty if there was no handshake, or
  /// it was said already.
  std::string close();

  state now() const noexcept { return state_; }

private:
  std::string take_output();
  void read_plain(std::string& plain);
  void note_failure(int result);

  /// Owns its two memory BIOs.
  ssl_st* ssl_ = nullptr;
  state state_ = state::handshake;
  bool began_ = false;
  bool closed_ = false;
  std::size_t unasked_ = 0;
};

} // namespace spin::http
