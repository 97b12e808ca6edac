#pragma once

#include <chrono>
#include <functional>

namespace spin::test {

/// Waits for real I/O: asks `holds` every 20 ms until it says yes. Returns
/// false if `within` passed without that. The only place in tests that sleeps.
bool eventually(const std::function<bool()>& holds,
                std::chrono::milliseconds within = std::chrono::seconds{15});

} // namespace spin::test
