#include <array>
#include <new>
#include <utility>

#include <openssl/err.h>
#include <openssl/ssl.h>

#include "http/tls.hpp"

namespace spin::http {

namespace {

/// One record of TLS carries this much at most.
constexpr std::size_t record = 16 * 1024;

/// What a record adds to its content, at most.
constexpr std::size_t framing = 64;

/// Of all TLS records a client may begin with.
constexpr char handshake_record = 0x16;

bool begins_like_http(char first) {
  return first >= 'A' && first <= 'Z';
}

} // namespace

tls_session::tls_session(const tls_identity& with)
    : ssl_(::SSL_new(with.get())) {
  auto* in = ::BIO_new(::BIO_s_mem());
  auto* out = ::BIO_new(::BIO_s_mem());
  if (!ssl_ || !in || !out) {
    ::BIO_free(in);
    ::BIO_free(out);
    ::SSL_free(ssl_);
    throw std::bad_alloc{};
  }
  ::SSL_set_bio(ssl_, in, out);
  ::SSL_set_accept_state(ssl_);
}

tls_session::~tls_session() {
  ::SSL_free(ssl_);
}

tls_session::state tls_session::receive(std::string_view wire,
                                        std::string& plain,
                                        std::string& reply) {
  if (wire.empty() || state_ == state::broken || state_ == state::plain_http)
    return state_;
  if (!std::exchange(began_, true) && wire.front() != handshake_record)
    return state_ = begins_like_http(wire.front()) ? state::plain_http
                                                   : state::broken;
  // A memory BIO takes all or, without memory, nothing.
  const auto size = static_cast<int>(wire.size());
  if (::BIO_write(::SSL_get_rbio(ssl_), wire.data(), size) != size) {
    state_ = state::broken;
    return state_;
  }
  read_plain(plain);
  const auto unasked = take_output();
  unasked_ += unasked.size();
  if (unasked_ > max_unasked)
    state_ = state::broken;
  else
    reply += unasked;
  return state_;
}

/// The first reads do the handshake.
void tls_session::read_plain(std::string& plain) {
  std::array<char, record> buffer;
  for (;;) {
    ::ERR_clear_error();
    std::size_t size = 0;
    const auto result =
        ::SSL_read_ex(ssl_, buffer.data(), buffer.size(), &size);
    if (state_ == state::handshake && ::SSL_is_init_finished(ssl_))
      state_ = state::open;
    if (result <= 0)
      return note_failure(result);
    plain.append(buffer.data(), size);
  }
}

void tls_session::note_failure(int result) {
  switch (::SSL_get_error(ssl_, result)) {
  case SSL_ERROR_WANT_READ:
  case SSL_ERROR_WANT_WRITE:
    return;
  case SSL_ERROR_ZERO_RETURN:
    state_ = state::half_closed;
    return;
  default:
    state_ = state::broken;
    ::ERR_clear_error();
  }
}

std::string tls_session::seal(std::string_view plain) {
  std::string sealed;
  if (state_ != state::open && state_ != state::half_closed)
    return sealed;
  sealed.reserve(plain.size() + framing * (plain.size() / record + 1));
  while (!plain.empty()) {
    const auto part = plain.substr(0, record);
    ::ERR_clear_error();
    std::size_t size = 0;
    if (::SSL_write_ex(ssl_, part.data(), part.size(), &size) != 1
        || size != part.size()) {
      state_ = state::broken;
      return {};
    }
    plain.remove_prefix(size);
    sealed += take_output();
  }
  return sealed;
}

std::string tls_session::close() {
  if (std::exchange(closed_, true)
      || (state_ != state::open && state_ != state::half_closed))
    return {};
  ::ERR_clear_error();
  ::SSL_shutdown(ssl_); // its result tells only of the other side
  return take_output();
}

std::string tls_session::take_output() {
  std::string text;
  auto* out = ::SSL_get_wbio(ssl_);
  const auto waiting = ::BIO_ctrl_pending(out);
  text.resize(waiting);
  std::size_t size = 0;
  if (waiting > 0 && ::BIO_read_ex(out, text.data(), waiting, &size) != 1)
    size = 0;
  text.resize(size);
  return text;
}

} // namespace spin::http
