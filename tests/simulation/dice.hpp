#pragma once

#include <chrono>
#include <cstdint>
#include <random>

namespace spin::test {

/// Where all chance of a history comes from. The same seed gives the same
/// history, on every machine.
class dice {
public:
  explicit dice(std::uint64_t seed) : engine_(seed) {}

  /// Returns a number from 0 to `n` - 1; n >= 1.
  std::uint64_t below(std::uint64_t n) { return engine_() % n; }

  bool one_in(std::uint64_t n) { return below(n) == 0; }

  template <class T>
  const auto& any_of(const T& all) {
    return all[below(std::size(all))];
  }

  std::chrono::milliseconds up_to(std::chrono::milliseconds most) {
    return std::chrono::milliseconds{
      below(static_cast<std::uint64_t>(most.count()) + 1)};
  }

  std::uint64_t raw() { return engine_(); }

private:
  std::mt19937_64 engine_;
};

/// Makes the identities and tokens of this process come from `seed` too.
void seed_identities(std::uint64_t seed);

} // namespace spin::test
