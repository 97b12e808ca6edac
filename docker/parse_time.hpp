#pragma once

#include <string_view>

#include "store/failure.hpp"
#include "store/time.hpp"

namespace spin::docker {

/// Reads the engine's RFC 3339 time, "2026-11-22T01:24:03.570183302Z", exact to
/// the nanosecond (digits beyond are cut off), in any zone. Go's zero time,
/// "0001-01-01T00:00:00Z", is `none`. Errors: `malformed`, also for years that
/// do not fit (1970 to 2261 do).
outcome<incarnation> parse_time(std::string_view text);

} // namespace spin::docker
