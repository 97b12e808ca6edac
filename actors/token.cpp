#include "actors/token.hpp"

#include <array>
#include <stdexcept>

#include <sodium.h>

namespace spin {

namespace {

constexpr std::array adjectives{
  "amber", "bold",   "brave",  "bright", "calm",   "clever", "cosy",   "crisp",
  "eager", "early",  "fair",   "fleet",  "gentle", "glad",   "golden", "happy",
  "keen",  "kind",   "lively", "lucky",  "merry",  "mild",   "nimble", "noble",
  "patient", "plucky", "proud", "quick", "quiet",  "sunny",  "swift",  "witty"};

constexpr std::array animals{
  "badger", "beaver", "bison",  "crane", "curlew", "dolphin", "falcon", "finch",
  "gecko",  "heron",  "ibis",   "jackal", "kestrel", "lark",  "lemur",  "lynx",
  "marten", "newt",   "ocelot", "osprey", "otter",  "panda",  "plover", "puffin",
  "raven",  "robin",  "salmon", "stoat",  "swallow", "tapir", "walrus", "wren"};

static_assert(adjectives.size() == 32 && animals.size() == 32);

/// What is found by who looks for secrets that leaked.
constexpr std::string_view api_prefix = "spin_";

void init_sodium() {
  if (sodium_init() < 0)
    throw std::runtime_error("libsodium cannot be initialised");
}

std::string hex(const unsigned char* bytes, std::size_t size) {
  std::string result(size * 2 + 1, '\0'); // libsodium writes the final zero
  sodium_bin2hex(result.data(), result.size(), bytes, size);
  result.pop_back();
  return result;
}

std::string random_hex() {
  init_sodium();
  std::array<unsigned char, 16> bytes;
  randombytes_buf(bytes.data(), bytes.size());
  return hex(bytes.data(), bytes.size());
}

} // namespace

std::string make_id() {
  return random_hex();
}

std::string name_of(std::string_view id) {
  const auto sum = digest_of(id);
  const auto adjective = adjectives[sum[0] % adjectives.size()];
  const auto animal = animals[sum[1] % animals.size()];
  return std::string{adjective} + '_' + animal + '_' + hex(&sum[2], 3);
}

std::string make_token(std::string_view id) {
  return std::string{id} + '.' + random_hex();
}

std::string make_api_token(std::string_view id) {
  return std::string{api_prefix} + make_token(id);
}

std::string_view id_in_api_token(std::string_view token) noexcept {
  if (!token.starts_with(api_prefix))
    return {};
  token.remove_prefix(api_prefix.size());
  const auto dot = token.find('.');
  return dot == std::string_view::npos ? std::string_view{}
                                       : token.substr(0, dot);
}

digest digest_of(std::string_view token) {
  init_sodium();
  digest result;
  static_assert(result.size() == crypto_hash_sha256_BYTES);
  crypto_hash_sha256(result.data(),
                     reinterpret_cast<const unsigned char*>(token.data()),
                     token.size());
  return result;
}

bool token_matches(std::string_view token, const digest& expected) {
  if (expected == digest{})
    return false;
  const auto sum = digest_of(token);
  return sodium_memcmp(sum.data(), expected.data(), sum.size()) == 0;
}

std::string to_hex(const digest& what) {
  return hex(what.data(), what.size());
}

digest digest_from_hex(std::string_view text) {
  digest result{};
  std::size_t size = 0;
  const auto failed = sodium_hex2bin(result.data(), result.size(), text.data(),
                                     text.size(), nullptr, &size, nullptr);
  if (failed != 0 || size != result.size() || text.size() != 2 * size)
    return {};
  return result;
}

} // namespace spin
