#include "http/tls.hpp"

#include <sys/stat.h>

#include <cstring>
#include <utility>

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509err.h>

#include "config/logging.hpp"

namespace spin::http {

namespace {

/// TLS 1.2's; those of 1.3 are all good.
constexpr auto ciphers = "ECDHE+AESGCM:ECDHE+CHACHA20";

/// As ALPN writes it: a length, then so many letters.
constexpr std::string_view http_1_1 = "\x08http/1.1";

/// Returns why OpenSSL failed, in the words of what failed first.
std::string reason() {
  const auto code = ::ERR_get_error();
  ::ERR_clear_error();
  if (ERR_SYSTEM_ERROR(code))
    return std::strerror(ERR_GET_REASON(code));
  const auto* text = ::ERR_reason_error_string(code);
  return text ? text : "it cannot be used";
}

tl::unexpected<failure> refuse_file(const char* what, const std::string& path,
                                    const std::string& why) {
  ::ERR_clear_error();
  return fail(errc::bad_request,
              std::string{what} + " \"" + path + "\": " + why);
}

/// Whoever offers protocols must offer ours (RFC 7301, 3.2).
int choose_protocol(SSL*, const unsigned char** chosen, unsigned char* length,
                    const unsigned char* offered, unsigned size, void*) {
  const auto* ours = reinterpret_cast<const unsigned char*>(http_1_1.data());
  auto* at = const_cast<unsigned char*>(ours);
  if (::SSL_select_next_proto(&at, length, ours,
                              static_cast<unsigned>(http_1_1.size()), offered,
                              size)
      != OPENSSL_NPN_NEGOTIATED)
    return SSL_TLSEXT_ERR_ALERT_FATAL;
  *chosen = at;
  return SSL_TLSEXT_ERR_OK;
}

/// Never asks at a terminal. A key with a pass phrase is not for servers.
int no_pass_phrase(char*, int, int, void* asked) {
  *static_cast<bool*>(asked) = true;
  return -1;
}

tls_identity make_context() {
  tls_identity made{::SSL_CTX_new(::TLS_server_method()), ::SSL_CTX_free};
  if (!made)
    return made;
  auto* all = made.get();
  ::SSL_CTX_set_options(all, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION
                                 | SSL_OP_CIPHER_SERVER_PREFERENCE);
  ::SSL_CTX_set_mode(all, SSL_MODE_RELEASE_BUFFERS);
  // Tickets do; nothing is kept here for clients that may never come again.
  ::SSL_CTX_set_session_cache_mode(all, SSL_SESS_CACHE_OFF);
  ::SSL_CTX_set_alpn_select_cb(all, choose_protocol, nullptr);
  if (::SSL_CTX_set_min_proto_version(all, TLS1_2_VERSION) != 1
      || ::SSL_CTX_set_cipher_list(all, ciphers) != 1)
    return nullptr;
  return made;
}

/// Returns what changes when a file is written, replaced, or made readable.
std::string stamp_of(const std::string& path) {
  struct stat now {};
  if (::stat(path.c_str(), &now) != 0)
    return "none;";
  return std::to_string(now.st_dev) + ' ' + std::to_string(now.st_ino) + ' '
         + std::to_string(now.st_size) + ' '
         + std::to_string(now.st_ctim.tv_sec) + '.'
         + std::to_string(now.st_ctim.tv_nsec) + ';';
}

std::string stamps_of(const tls_files& of) {
  return stamp_of(of.certificate) + stamp_of(of.key);
}

void warn_of_open_key(const std::string& path) {
  struct stat now {};
  if (::stat(path.c_str(), &now) == 0 && (now.st_mode & (S_IRWXG | S_IRWXO)))
    log::warning("others than its owner may use the key of the certificate",
                 {{"file", path}, {"advice", "chmod 600"}});
}

} // namespace

outcome<tls_identity> load_identity(const tls_files& from) {
  ::ERR_clear_error();
  auto made = make_context();
  if (!made)
    return fail(errc::internal, "TLS cannot be set up: " + reason());
  bool asked = false;
  ::SSL_CTX_set_default_passwd_cb(made.get(), no_pass_phrase);
  ::SSL_CTX_set_default_passwd_cb_userdata(made.get(), &asked);
  if (::SSL_CTX_use_certificate_chain_file(made.get(), from.certificate.c_str())
      != 1)
    return refuse_file("certificate", from.certificate, reason());
  const auto used = ::SSL_CTX_use_PrivateKey_file(made.get(), from.key.c_str(),
                                                  SSL_FILETYPE_PEM);
  // A key of the right kind is compared at once, another is taken as well.
  if (used != 1
      && ERR_GET_REASON(::ERR_peek_error()) != X509_R_KEY_VALUES_MISMATCH)
    return refuse_file("key", from.key, asked ? "has a pass phrase" : reason());
  if (used != 1 || ::SSL_CTX_check_private_key(made.get()) != 1)
    return refuse_file("key", from.key,
                       "does not belong to certificate \"" + from.certificate
                           + '"');
  ::SSL_CTX_set_default_passwd_cb_userdata(made.get(), nullptr);
  return made;
}

outcome<std::shared_ptr<tls_keeper>> tls_keeper::open(tls_files from,
                                                      moment now) {
  // Before the files are read: what is written meanwhile is seen later.
  auto stamps = stamps_of(from);
  auto first = load_identity(from);
  if (!first)
    return tl::unexpected(first.error());
  warn_of_open_key(from.key);
  return std::shared_ptr<tls_keeper>(new tls_keeper{
      std::move(from), std::move(stamps), std::move(*first), now});
}

tls_identity tls_keeper::identity(moment now) {
  const std::lock_guard hold{mutex_};
  if (now - looked_ < look_interval)
    return current_;
  looked_ = now;
  auto stamps = stamps_of(files_);
  if (stamps == stamps_)
    return current_;
  // Also if they are no good: they are told of once, not with every look.
  stamps_ = std::move(stamps);
  auto fresh = load_identity(files_);
  if (!fresh) {
    log::error("the changed certificate cannot be used; the one before stays",
               {{"why", fresh.error().what}});
    return current_;
  }
  current_ = std::move(*fresh);
  log::info("new connections get the changed certificate",
            {{"file", files_.certificate}});
  return current_;
}

} // namespace spin::http
