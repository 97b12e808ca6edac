#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>

#include "store/time.hpp"

namespace spin {

/// Reads both clocks so that a steady moment always has the same UTC: the two
/// are never read at quite the same instant, and a deadline that is shown must
/// not flicker. Follows the wall clock when that is set. Thread-safe.
class clocks {
public:
  using steady_clock = std::function<instant()>;
  using wall_clock = std::function<std::chrono::system_clock::time_point()>;

  explicit clocks(steady_clock steady = std::chrono::steady_clock::now,
                  wall_clock wall = std::chrono::system_clock::now);

  clock_pair now();

private:
  /// What was learned by reading both.
  struct look {
    instant steady;
    std::chrono::milliseconds lead;
    /// Nothing came between the two, so that it counts.
    bool at_once;
  };

  look read() const;

  steady_clock steady_;
  wall_clock wall_;
  /// How far UTC is ahead of the steady clock, in milliseconds.
  std::atomic<std::int64_t> lead_;
};

/// Returns the kernel's name for the machine's present run; empty if there is
/// none, e.g. in a sandbox.
std::string boot_id();

} // namespace spin
