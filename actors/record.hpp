#pragma once

#include "actors/view.hpp"

namespace spin {

/// Returns what must be stored of a container so that `from_record` brings it
/// back. Times are stored in UTC.
snapshot to_record(const container_view& view, const clock_pair& now);

/// Returns the view that `stored` stands for. No time of it is trusted further
/// than the policy allows: a next look never lies more than one period ahead,
/// and a report never in the future, whatever the wall clock did meanwhile.
container_view from_record(const snapshot& stored, const idle_policy& policy,
                           const clock_pair& now);

} // namespace spin
