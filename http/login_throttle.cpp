#include "http/login_throttle.hpp"

#include <algorithm>
#include <stdexcept>

#include <sodium.h>

#include "http/address.hpp"

namespace spin::http {

namespace {

constexpr unsigned name_groups = 64;
constexpr std::chrono::minutes one_minute{1};

std::chrono::seconds wait_after(unsigned wrong) {
  const auto doublings =
      std::min(wrong - login_throttle::free_attempts, 10U);
  return std::min(login_throttle::longest_wait,
                  login_throttle::first_wait * (1 << doublings));
}

} // namespace

std::string place_of(std::string_view address) {
  const auto ip = read_ip(address);
  if (!ip)
    return std::string{address};
  const auto text = to_string(*ip);
  if (text.find(':') == std::string::npos)
    return text;
  auto net = *ip;
  std::fill(net.begin() + 8, net.end(), std::uint8_t{0});
  return to_string(net) + "/64";
}

login_throttle::login_throttle(std::size_t most) : most_(most) {
  if (sodium_init() < 0)
    throw std::runtime_error("libsodium cannot start");
  static_assert(sizeof(secret_) == crypto_shorthash_KEYBYTES);
  crypto_shorthash_keygen(secret_.data());
}

std::optional<std::chrono::seconds>
login_throttle::attempt(std::string_view place, std::string_view name,
                        moment now,
                        std::optional<std::uint64_t> guess) {
  const std::lock_guard hold{mutex_};
  auto& one = find_or_make(key_of(place, name));
  if (now - one.last >= memory && now >= one.open_at)
    one.wrong = 0;
  if (now < one.open_at) {
    if (now - one.in_vain_since >= one_minute) {
      one.in_vain = 0;
      one.in_vain_since = now;
    }
    if (one.in_vain == 0 || !guess || guess != one.last_in_vain)
      ++one.in_vain;
    one.last_in_vain = guess;
    return std::chrono::ceil<std::chrono::seconds>(one.open_at - now);
  }
  ++one.wrong;
  one.last = now;
  if (one.wrong >= free_attempts)
    one.open_at = now + wait_after(one.wrong);
  return std::nullopt;
}

bool login_throttle::lets_known_pass(std::string_view place,
                                     std::string_view name, moment now) const {
  const std::lock_guard hold{mutex_};
  const auto i = by_key_.find(key_of(place, name));
  if (i == by_key_.end())
    return true;
  const auto& one = *i->second;
  return now >= one.open_at || one.in_vain <= bearable
         || now - one.in_vain_since >= one_minute;
}

void login_throttle::succeeded(std::string_view place, std::string_view name) {
  const std::lock_guard hold{mutex_};
  const auto i = by_key_.find(key_of(place, name));
  if (i == by_key_.end() || i->second->wrong == 0)
    return;
  auto& one = *i->second;
  --one.wrong;
  if (one.wrong < free_attempts)
    one.open_at = {};
}

std::size_t login_throttle::size() const {
  const std::lock_guard hold{mutex_};
  return lines_.size();
}

std::string login_throttle::key_of(std::string_view place,
                                   std::string_view name) const {
  std::array<unsigned char, crypto_shorthash_BYTES> sum{};
  crypto_shorthash(sum.data(),
                   reinterpret_cast<const unsigned char*>(name.data()),
                   name.size(), secret_.data());
  return std::string{place} + '#' + std::to_string(sum[0] % name_groups);
}

login_throttle::line& login_throttle::find_or_make(std::string key) {
  if (const auto i = by_key_.find(key); i != by_key_.end()) {
    lines_.splice(lines_.begin(), lines_, i->second);
    return lines_.front();
  }
  if (lines_.size() >= most_) {
    by_key_.erase(lines_.back().key);
    lines_.pop_back();
  }
  lines_.emplace_front().key = std::move(key);
  by_key_.emplace(lines_.front().key, lines_.begin());
  return lines_.front();
}

} // namespace spin::http
