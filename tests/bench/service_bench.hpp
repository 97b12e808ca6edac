#pragma once

#include <cstddef>

#include "tests/bench/rig.hpp"

// Each function measures and prints its rows; each throws if it cannot.

namespace spin::bench {

/// One POST after the other against create + start + inspect at the socket.
void measure_create(rig& on, std::size_t pairs);

/// Many POSTs at once against the best that the engine does by itself, and how
/// long a GET takes meanwhile. Medians of `rounds`.
void measure_throughput(rig& on, std::size_t rounds);

/// How long a GET takes while containers wait out the grace of their stop.
void measure_stops(rig& on);

} // namespace spin::bench
