#include "http/login_memory.hpp"

#include <cstdint>
#include <stdexcept>

#include <sodium.h>

namespace spin::http {

login_memory::login_memory(std::size_t most) : most_(most) {
  if (sodium_init() < 0)
    throw std::runtime_error("libsodium cannot start");
  static_assert(sizeof(key_) == crypto_generichash_KEYBYTES);
  crypto_generichash_keygen(key_.data());
}

login_memory::sum
login_memory::sum_of(std::initializer_list<std::string_view> parts) const {
  crypto_generichash_state state;
  crypto_generichash_init(&state, key_.data(), key_.size(), sizeof(sum));
  for (auto part : parts) {
    const std::uint64_t size = part.size(); // else "ab"+"c" were "a"+"bc"
    crypto_generichash_update(
        &state, reinterpret_cast<const unsigned char*>(&size), sizeof(size));
    crypto_generichash_update(
        &state, reinterpret_cast<const unsigned char*>(part.data()),
        part.size());
  }
  sum result{};
  crypto_generichash_final(&state, result.data(), result.size());
  return result;
}

bool login_memory::knows(const sum& what, moment now) {
  const std::lock_guard hold{mutex_};
  while (!lines_.empty() && now - lines_.front().second >= lifetime) {
    by_sum_.erase(lines_.front().first);
    lines_.pop_front();
  }
  const auto found = by_sum_.find(what);
  if (found == by_sum_.end())
    return false;
  found->second->second = now;
  lines_.splice(lines_.end(), lines_, found->second);
  return true;
}

void login_memory::keep(const sum& what, moment now) {
  const std::lock_guard hold{mutex_};
  if (const auto i = by_sum_.find(what); i != by_sum_.end()) {
    lines_.erase(i->second);
    by_sum_.erase(i);
  }
  if (lines_.size() >= most_) {
    by_sum_.erase(lines_.front().first);
    lines_.pop_front();
  }
  lines_.emplace_back(what, now);
  by_sum_.emplace(what, std::prev(lines_.end()));
}

std::size_t login_memory::size() const {
  const std::lock_guard hold{mutex_};
  return lines_.size();
}

} // namespace spin::http
