#include "config/memory.hpp"

#include <algorithm>
#include <thread>

#include <malloc.h>

namespace spin {

namespace {

/// Free memory at the end of a pool that is worth a system call, in bytes. Set
/// by hand, since glibc's own value grows with the largest block ever freed.
constexpr int worth_returning = 1 << 20;

} // namespace

void keep_memory_small() {
  mallopt(M_TRIM_THRESHOLD, worth_returning);
  mallopt(M_ARENA_MAX, static_cast<int>(
                         std::max(2U, std::thread::hardware_concurrency())));
}

} // namespace spin
