#include "http/accounts.hpp"

#include <algorithm>
#include <stdexcept>

#include <sodium.h>

namespace spin::http {

namespace {

using sum = std::array<unsigned char, crypto_generichash_BYTES>;

sum sum_of(std::string_view text) {
  sum out;
  crypto_generichash(out.data(), out.size(),
                     reinterpret_cast<const unsigned char*>(text.data()),
                     text.size(), nullptr, 0);
  return out;
}

} // namespace

principal principal_of(const account& who) {
  return {who.name, who.may, {}, who.max_running};
}

bool is_password_of(const account& who, const std::string& password) {
  if (who.hashed)
    return crypto_pwhash_str_verify(who.secret.c_str(), password.data(),
                                    password.size())
           == 0;
  const auto given = sum_of(password);
  const auto right = sum_of(who.secret);
  return sodium_memcmp(given.data(), right.data(), right.size()) == 0;
}

accounts::accounts(std::vector<account> all) : all_(std::move(all)) {
  if (sodium_init() < 0)
    throw std::runtime_error("libsodium cannot start");
  static_assert(sizeof(key_) == crypto_shorthash_KEYBYTES);
  crypto_shorthash_keygen(key_.data());
  for (std::size_t i = 0; i < all_.size(); ++i)
    if (all_[i].hashed)
      decoys_.push_back(i);
  if (decoys_.empty() && !all_.empty())
    decoys_.push_back(0);
}

const account* accounts::find(std::string_view name) const noexcept {
  const auto i = std::ranges::find(all_, name, &account::name);
  return i == all_.end() ? nullptr : &*i;
}

const account* accounts::decoy(std::string_view name) const {
  if (decoys_.empty())
    return nullptr;
  std::array<unsigned char, crypto_shorthash_BYTES> out{};
  crypto_shorthash(out.data(),
                   reinterpret_cast<const unsigned char*>(name.data()),
                   name.size(), key_.data());
  return &all_[decoys_[out[0] % decoys_.size()]];
}

} // namespace spin::http
