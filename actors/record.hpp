#pragma once

#include "actors/view.hpp"

namespace spin {

/// Where the moments of a record and the clocks of now meet.
struct timeline {
  clock_pair now;
  /// Names the machine's present run, as the kernel does; empty = not known.
  std::string boot;
};

/// Returns what must be stored of a container so that `from_record` brings it
/// back. Times are stored in UTC.
snapshot to_record(const container_view& view, const timeline& at);

/// Returns the view that `stored` stands for. No time of it is trusted further
/// than the policy allows: a next look never lies more than one period ahead, a
/// lease never longer than one may be, and what has happened never in the
/// future, whatever the wall clock did meanwhile. While the machine runs on, what
/// the wall clock did has no effect at all.
container_view from_record(const snapshot& stored, const server_policy& server,
                           const timeline& at);

} // namespace spin
