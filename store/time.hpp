#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace spin {

/// A moment on the steady clock: what rules compute with. It never jumps, and
/// it means nothing outside this process.
using instant = std::chrono::steady_clock::time_point;

/// A moment in UTC: what is stored and shown, never what a rule compares.
using utc = std::chrono::sys_time<std::chrono::milliseconds>;

/// A length of time.
using span = std::chrono::steady_clock::duration;

/// One run of a container: the engine's `State.StartedAt` in nanoseconds since
/// 1970, exact to the last digit. `none` is "never ran". Two runs of the same
/// container never have the same incarnation.
enum class incarnation : std::int64_t { none = 0 };

/// The same moment as both clocks show it, read together once. Converts
/// between stored and running time; rules and codecs get it as an argument.
struct clock_pair {
  instant steady;
  utc wall;

  /// Returns when `at` will be (or was) in UTC. The same for every pair that
  /// has the same distance between its clocks.
  utc to_utc(instant at) const {
    using std::chrono::milliseconds;
    return wall + (std::chrono::floor<milliseconds>(at)
                   - std::chrono::floor<milliseconds>(steady));
  }

  /// Returns the steady moment of `at`, at most a century from now: what a
  /// damaged record says beyond that must not overflow the steady clock.
  instant to_instant(utc at) const {
    constexpr auto reach = std::chrono::hours{24 * 36525};
    return steady + (std::clamp(at, utc{wall - reach}, utc{wall + reach}) - wall);
  }
};

} // namespace spin
