#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <vector>

#include "http/address.hpp"

namespace spin::http {

/// How often something may happen.
struct rate {
  /// On average; 0 = as often as one likes.
  std::uint64_t per_second = 0;
  /// At once, after a pause; at least 1.
  std::uint64_t burst = 1;
};

/// A token bucket for each address, in memory that does not grow. Thread-safe;
/// time is an argument.
///
/// A bucket is one number, the time at which it will be full again, so an
/// address that has been quiet for long enough need not be remembered. If more
/// addresses than there is room for are all held back at once, the one that
/// is full again first is forgotten. A whole IPv6 network of 64 bits has one
/// bucket: a single machine may own all of its addresses.
class rate_limiter {
public:
  using moment = std::chrono::steady_clock::time_point;
  using duration = std::chrono::steady_clock::duration;

  static constexpr std::size_t usual_room = 16 * 1024;

  /// Remembers up to `room` addresses.
  explicit rate_limiter(rate most, std::size_t room = usual_room);

  /// Takes a token of `who`. None: there was one; else how long it takes until
  /// there is one again.
  std::optional<duration> take(const ip_bytes& who, moment now);

private:
  struct bucket {
    std::uint64_t owner = 0;
    moment full_at{};
  };
  /// Where an address may be: few, so that looking is cheap.
  using shelf = std::array<bucket, 4>;

  std::uint64_t name_of(const ip_bytes& who) const;
  static bucket& find(shelf& in, std::uint64_t owner);

  /// Until one token is there, and until all are but one.
  duration each_;
  duration all_but_one_;
  std::array<unsigned char, 16> secret_{};
  std::array<std::mutex, 64> locks_;
  std::vector<shelf> shelves_;
};

} // namespace spin::http
