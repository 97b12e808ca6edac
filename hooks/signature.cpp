#include "hooks/signature.hpp"

#include <array>

#include <sodium.h>

namespace spin::hooks {

namespace {

constexpr std::string_view encoded = "whsec_";

/// libsodium's HMAC takes its input in parts.
class hmac {
public:
  explicit hmac(std::string_view key) {
    crypto_auth_hmacsha256_init(&state_, bytes_of(key), key.size());
  }

  hmac& add(std::string_view part) {
    crypto_auth_hmacsha256_update(&state_, bytes_of(part), part.size());
    return *this;
  }

  std::string base64() {
    std::array<unsigned char, crypto_auth_hmacsha256_BYTES> sum{};
    crypto_auth_hmacsha256_final(&state_, sum.data());
    constexpr auto variant = sodium_base64_VARIANT_ORIGINAL;
    std::array<char, sodium_base64_ENCODED_LEN(sum.size(), variant)> text{};
    return sodium_bin2base64(text.data(), text.size(), sum.data(), sum.size(),
                             variant);
  }

private:
  static const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
  }

  crypto_auth_hmacsha256_state state_;
};

} // namespace

outcome<std::string> key_of(std::string_view secret) {
  if (!secret.starts_with(encoded))
    return std::string{secret};
  const auto text = secret.substr(encoded.size());
  std::string key(text.size(), '\0');
  std::size_t size = 0;
  const char* end = nullptr;
  const bool read =
      sodium_base642bin(reinterpret_cast<unsigned char*>(key.data()),
                        key.size(), text.data(), text.size(), nullptr, &size,
                        &end, sodium_base64_VARIANT_ORIGINAL)
      == 0;
  if (!read || end != text.data() + text.size() || size == 0)
    return fail(errc::bad_request, "is no base64 after whsec_");
  key.resize(size);
  return key;
}

std::string sign(std::string_view key, std::string_view id,
                 std::string_view timestamp, std::string_view body) {
  return "v1,"
         + hmac{key}
               .add(id)
               .add(".")
               .add(timestamp)
               .add(".")
               .add(body)
               .base64();
}

} // namespace spin::hooks
