#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <openssl/ssl.h>

#include "raw_client.hpp"

namespace spin::http::test {

/// What a client offers.
struct tls_offer {
  int newest = TLS1_3_VERSION;
  /// As ALPN writes them, "\x08http/1.1"; empty: none.
  std::string protocols = "\x08http/1.1";
};

/// The client's side of a TLS connection, in memory: no input or output.
class tls_client {
public:
  explicit tls_client(const tls_offer& offer = {});

  /// Returns what it has to send now; the first time, the hello.
  std::string take();

  void receive(std::string_view wire);

  /// To be taken: `text`, the word that it sends no more, new keys.
  void send(std::string_view text);
  void close();
  void renew_keys();
  /// Asks for another handshake (TLS 1.2).
  void renegotiate();

  /// All plain text received; whoever reads it may take it away.
  std::string plain;

  bool open() const;
  /// The server said that it sends no more.
  bool closed() const { return closed_; }
  /// The server broke off, or cannot be understood.
  bool failed() const { return failed_; }
  /// What the certificate of the server is for.
  std::string server_name() const;
  std::string protocol() const;

private:
  void advance();

  std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_;
  std::unique_ptr<SSL, decltype(&SSL_free)> ssl_;
  bool closed_ = false;
  bool failed_ = false;
};

/// The same over a socket. Every wait ends after `raw_client::patience`.
class secure_client {
public:
  /// Connects and shakes hands, as far as the server does.
  explicit secure_client(const std::string& address,
                         const tls_offer& offer = {});

  bool send(std::string_view text);

  /// Receives one answer by its Content-Length.
  std::optional<std::string> answer();

  /// Receives until the server closes; none if it does not.
  std::optional<std::string> rest();

  raw_client wire;
  tls_client tls;

private:
  bool receive_more();
};

} // namespace spin::http::test
