#include "tls_client.hpp"

#include <array>
#include <stdexcept>

#include <openssl/x509.h>

namespace spin::http::test {

tls_client::tls_client(const tls_offer& offer)
    : context_(SSL_CTX_new(TLS_client_method()), &SSL_CTX_free),
      ssl_(nullptr, &SSL_free) {
  // Old versions are offered only by who asks for nothing better.
  SSL_CTX_set_security_level(context_.get(), 0);
  SSL_CTX_set_min_proto_version(context_.get(), TLS1_VERSION);
  SSL_CTX_set_max_proto_version(context_.get(), offer.newest);
  if (!offer.protocols.empty())
    SSL_CTX_set_alpn_protos(
        context_.get(),
        reinterpret_cast<const unsigned char*>(offer.protocols.data()),
        static_cast<unsigned>(offer.protocols.size()));
  ssl_.reset(SSL_new(context_.get()));
  SSL_set_bio(ssl_.get(), BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
  SSL_set_connect_state(ssl_.get());
  advance();
}

std::string tls_client::take() {
  std::string text(BIO_ctrl_pending(SSL_get_wbio(ssl_.get())), '\0');
  if (!text.empty())
    BIO_read(SSL_get_wbio(ssl_.get()), text.data(),
             static_cast<int>(text.size()));
  return text;
}

void tls_client::receive(std::string_view wire) {
  if (!wire.empty())
    BIO_write(SSL_get_rbio(ssl_.get()), wire.data(),
              static_cast<int>(wire.size()));
  advance();
}

void tls_client::advance() {
  std::array<char, 16384> buffer;
  for (;;) {
    const auto size = SSL_read(ssl_.get(), buffer.data(), buffer.size());
    if (size > 0) {
      plain.append(buffer.data(), static_cast<std::size_t>(size));
      continue;
    }
    const auto why = SSL_get_error(ssl_.get(), size);
    closed_ = closed_ || why == SSL_ERROR_ZERO_RETURN;
    failed_ = failed_ || why == SSL_ERROR_SSL || why == SSL_ERROR_SYSCALL;
    return;
  }
}

void tls_client::send(std::string_view text) {
  if (SSL_write(ssl_.get(), text.data(), static_cast<int>(text.size())) <= 0)
    failed_ = true;
}

void tls_client::close() {
  SSL_shutdown(ssl_.get());
}

void tls_client::renew_keys() {
  if (SSL_key_update(ssl_.get(), SSL_KEY_UPDATE_REQUESTED) != 1
      || SSL_do_handshake(ssl_.get()) != 1)
    throw std::logic_error("no new keys in this version of TLS");
}

void tls_client::renegotiate() {
  if (SSL_renegotiate(ssl_.get()) != 1)
    throw std::logic_error("no second handshake in this version of TLS");
  advance();
}

bool tls_client::open() const {
  return SSL_is_init_finished(ssl_.get()) == 1;
}

std::string tls_client::server_name() const {
  const auto* shown = SSL_get0_peer_certificate(ssl_.get());
  std::array<char, 100> name{};
  if (shown)
    X509_NAME_get_text_by_NID(X509_get_subject_name(shown), NID_commonName,
                              name.data(), name.size());
  return name.data();
}

std::string tls_client::protocol() const {
  const unsigned char* text = nullptr;
  unsigned size = 0;
  SSL_get0_alpn_selected(ssl_.get(), &text, &size);
  return {reinterpret_cast<const char*>(text), size};
}

secure_client::secure_client(const std::string& address, const tls_offer& offer)
    : wire(address), tls(offer) {
  wire.send(tls.take());
  while (!tls.open() && !tls.failed() && receive_more()) {
    // nop
  }
}

bool secure_client::send(std::string_view text) {
  tls.send(text);
  return wire.send(tls.take());
}

bool secure_client::receive_more() {
  const auto more = wire.some();
  if (more.empty())
    return false;
  tls.receive(more);
  wire.send(tls.take());
  return true;
}

std::optional<std::string> secure_client::answer() {
  for (;;) {
    if (const auto size = size_of_answer(tls.plain)) {
      auto text = tls.plain.substr(0, *size);
      tls.plain.erase(0, *size);
      return text;
    }
    if (!receive_more())
      return std::nullopt;
  }
}

std::optional<std::string> secure_client::rest() {
  while (receive_more()) {
    // nop
  }
  if (!wire.ended())
    return std::nullopt;
  return std::move(tls.plain);
}

} // namespace spin::http::test
