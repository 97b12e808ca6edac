#pragma once

#include "actors/registry.hpp"

namespace spin {

/// How many records are taken up at a time.
inline constexpr std::size_t recovery_page = 250;

/// Reads the records, spawns their actors and compares with the engine.
/// Answered when all of that is over; an engine that cannot be asked is no
/// failure of it, a store that cannot be read is.
caf::result<done>
recover(registry_handle::stateful_pointer<registry_state> self);

} // namespace spin
