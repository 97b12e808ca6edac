#pragma once

#include <atomic>
#include <cstdint>
#include <string>

#include "store/time.hpp"

namespace spin {

/// Reads both clocks so that a steady moment always has the same UTC: the two
/// are never read at quite the same instant, and a deadline that is shown must
/// not flicker. Follows the wall clock when that is set.
class clocks {
public:
  clock_pair now();

private:
  /// How far UTC is ahead of the steady clock, in milliseconds.
  std::atomic<std::int64_t> lead_ = 0;
};

/// Returns the kernel's name for the machine's present run; empty if there is
/// none, e.g. in a sandbox.
std::string boot_id();

} // namespace spin
