#include "http/sessions.hpp"

#include <stdexcept>

#include <sodium.h>

#include "actors/token.hpp"

namespace spin::http {

sessions::sessions(session_limits limits) : limits_(limits) {
  if (sodium_init() < 0)
    throw std::runtime_error("libsodium cannot start");
  static_assert(sizeof(secret_) == crypto_generichash_KEYBYTES);
  crypto_generichash_keygen(secret_.data());
}

sessions::pass sessions::open(const std::string& user, std::string_view place,
                              moment now) {
  digest bits{};
  randombytes_buf(bits.data(), bits.size());
  pass made;
  made.id = to_hex(bits);
  made.csrf = csrf_of(made.id);
  const std::lock_guard hold{mutex_};
  make_room(user, now);
  by_key_.emplace(key_of(made.id), line{user, std::string{place}, now, now});
  return made;
}

std::optional<sessions::visitor>
sessions::visit(std::string_view id, std::string_view place, moment now) {
  auto key = key_of(id);
  const std::lock_guard hold{mutex_};
  const auto found = by_key_.find(key);
  if (found == by_key_.end())
    return std::nullopt;
  if (is_over(found->second, now)) {
    by_key_.erase(found);
    return std::nullopt;
  }
  if (found->second.place != place)
    return std::nullopt;
  found->second.used = now;
  return visitor{found->second.user, std::move(key)};
}

bool sessions::lives(const std::string& key, moment now) const {
  const std::lock_guard hold{mutex_};
  const auto found = by_key_.find(key);
  return found != by_key_.end() && !is_over(found->second, now);
}

void sessions::end(const std::string& key) {
  const std::lock_guard hold{mutex_};
  by_key_.erase(key);
}

std::string sessions::key_of(std::string_view id) {
  return to_hex(digest_of(id));
}

std::string sessions::csrf_of(std::string_view id) const {
  digest out{};
  crypto_generichash(out.data(), out.size(),
                     reinterpret_cast<const unsigned char*>(id.data()),
                     id.size(), secret_.data(), secret_.size());
  return to_hex(out);
}

bool sessions::is_csrf_of(std::string_view id, std::string_view word) const {
  const auto right = csrf_of(id);
  return word.size() == right.size()
         && sodium_memcmp(word.data(), right.data(), right.size()) == 0;
}

std::size_t sessions::size() const {
  const std::lock_guard hold{mutex_};
  return by_key_.size();
}

// -- under the lock -----------------------------------------------------------

bool sessions::is_over(const line& which, moment now) const {
  return now - which.began >= limits_.most || now - which.used >= limits_.idle;
}

/// Forgets what is over, and the least recently used one of `user` if that user
/// has as many as there may be.
void sessions::make_room(const std::string& user, moment now) {
  std::erase_if(by_key_,
                [&](const auto& each) { return is_over(each.second, now); });
  std::size_t count = 0;
  auto oldest = by_key_.end();
  for (auto each = by_key_.begin(); each != by_key_.end(); ++each) {
    if (each->second.user != user)
      continue;
    ++count;
    if (oldest == by_key_.end() || each->second.used < oldest->second.used)
      oldest = each;
  }
  if (count >= most_of_one)
    by_key_.erase(oldest);
}

} // namespace spin::http
