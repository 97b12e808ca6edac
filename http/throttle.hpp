#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <utility>

namespace spin::http {

/// Keeps what clients make us log down to a line a second. Thread-safe.
class throttle {
public:
  using moment = std::chrono::steady_clock::time_point;

  /// Returns how many were held back since the last that passed; none if this
  /// one is held back too.
  std::optional<std::uint64_t> pass(moment now) {
    const std::lock_guard hold{mutex_};
    if (last_ && now < *last_ + std::chrono::seconds{1}) {
      ++held_back_;
      return std::nullopt;
    }
    last_ = now;
    return std::exchange(held_back_, 0);
  }

private:
  std::mutex mutex_;
  std::optional<moment> last_;
  std::uint64_t held_back_ = 0;
};

} // namespace spin::http
