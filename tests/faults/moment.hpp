#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace spin::test {

/// A moment on the wall clock, in nanoseconds since 1970 (UTC).
using moment = std::chrono::sys_time<std::chrono::nanoseconds>;

/// Reads ISO 8601 as GET and the engine write it, "2026-11-22T20:57:40.453Z"
/// with no to nine digits after the second; none for anything else.
std::optional<moment> moment_of(const std::string& iso);

/// Returns the wall clock's time.
moment now();

} // namespace spin::test
