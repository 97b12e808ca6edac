#include "http/rate_limiter.hpp"

#include <algorithm>
#include <cstring>

#include <sodium.h>

namespace spin::http {

namespace {

bool is_v4(const ip_bytes& address) {
  constexpr std::array<std::uint8_t, 12> prefix{0, 0, 0, 0, 0,    0,
                                                0, 0, 0, 0, 0xff, 0xff};
  return std::equal(prefix.begin(), prefix.end(), address.begin());
}

} // namespace

rate_limiter::rate_limiter(rate most, std::size_t room)
    : each_(most.per_second == 0
                ? duration::zero()
                : duration{std::chrono::seconds{1}}
                      / static_cast<std::int64_t>(most.per_second)),
      all_but_one_(
          each_
          * (std::max<std::int64_t>(static_cast<std::int64_t>(most.burst), 1)
             - 1)),
      shelves_(std::max<std::size_t>(room / std::tuple_size_v<shelf>, 1)) {
  static_assert(crypto_shorthash_KEYBYTES
                == std::tuple_size_v<decltype(secret_)>);
  // So that nobody can choose addresses that share a shelf.
  crypto_shorthash_keygen(secret_.data());
}

std::optional<rate_limiter::duration> rate_limiter::take(const ip_bytes& who,
                                                         moment now) {
  if (each_ == duration::zero())
    return std::nullopt;
  const auto owner = name_of(who);
  const auto place = owner % shelves_.size();
  const std::lock_guard hold{locks_.at(place % locks_.size())};
  auto& its = find(shelves_.at(place), owner);
  const auto full_at = its.owner == owner ? std::max(its.full_at, now) : now;
  if (full_at > now + all_but_one_)
    return full_at - all_but_one_ - now;
  its = {owner, full_at + each_};
  return std::nullopt;
}

std::uint64_t rate_limiter::name_of(const ip_bytes& who) const {
  static_assert(crypto_shorthash_BYTES == sizeof(std::uint64_t));
  constexpr std::size_t v6_network = 8;
  std::array<unsigned char, sizeof(std::uint64_t)> hash{};
  crypto_shorthash(hash.data(), who.data(),
                   is_v4(who) ? who.size() : v6_network, secret_.data());
  std::uint64_t name = 0;
  std::memcpy(&name, hash.data(), sizeof(name));
  return std::max<std::uint64_t>(name, 1); // 0 is nobody
}

rate_limiter::bucket& rate_limiter::find(shelf& in, std::uint64_t owner) {
  const auto its =
      std::find_if(in.begin(), in.end(),
                   [owner](const auto& each) { return each.owner == owner; });
  if (its != in.end())
    return *its;
  return *std::min_element(
      in.begin(), in.end(),
      [](const auto& a, const auto& b) { return a.full_at < b.full_at; });
}

} // namespace spin::http
