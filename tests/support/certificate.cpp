#include "tests/support/certificate.hpp"

#include <fstream>
#include <memory>
#include <stdexcept>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

namespace spin::test {

namespace {

template <class T>
using owned = std::unique_ptr<T, void (*)(T*)>;

void need(bool ok) {
  if (!ok)
    throw std::runtime_error("OpenSSL cannot make a certificate");
}

/// Returns what `write` puts into a BIO.
template <class Write>
std::string text_of(Write write) {
  const std::unique_ptr<BIO, int (*)(BIO*)> to{BIO_new(BIO_s_mem()), BIO_free};
  need(write(to.get()) == 1);
  char* data = nullptr;
  const auto size = BIO_get_mem_data(to.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

void add_names(X509* to, const std::string& name) {
  const auto all = "DNS:" + name + ",DNS:localhost,IP:127.0.0.1";
  const owned<X509_EXTENSION> names{
      X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, all.c_str()),
      X509_EXTENSION_free};
  need(names && X509_add_ext(to, names.get(), -1) == 1);
}

} // namespace

certificate make_certificate(const std::string& name) {
  const owned<EVP_PKEY> key{EVP_EC_gen("P-256"), EVP_PKEY_free};
  const owned<X509> made{X509_new(), X509_free};
  need(key && made);
  auto* all = made.get();
  X509_set_version(all, X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(all), 1);
  X509_gmtime_adj(X509_getm_notBefore(all), -60);
  X509_gmtime_adj(X509_getm_notAfter(all), 24 * 60 * 60);
  X509_set_pubkey(all, key.get());
  auto* subject = X509_get_subject_name(all);
  X509_NAME_add_entry_by_txt(
      subject, "CN", MBSTRING_UTF8,
      reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
  X509_set_issuer_name(all, subject);
  add_names(all, name);
  need(X509_sign(all, key.get(), EVP_sha256()) > 0);
  return {text_of([&](BIO* to) { return PEM_write_bio_X509(to, all); }),
          text_of([&](BIO* to) {
            return PEM_write_bio_PrivateKey(to, key.get(), nullptr, nullptr, 0,
                                            nullptr, nullptr);
          })};
}

void replace_file(const std::filesystem::path& path, const std::string& text) {
  const auto fresh = path.string() + ".new";
  std::ofstream{fresh} << text;
  std::filesystem::permissions(fresh,
                               std::filesystem::perms::owner_read
                                   | std::filesystem::perms::owner_write);
  std::filesystem::rename(fresh, path);
}

} // namespace spin::test
