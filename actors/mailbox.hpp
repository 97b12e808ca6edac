#pragma once

#include <cstddef>

#include <caf/scheduled_actor.hpp>

namespace spin {

/// Returns how many messages wait for `whom`; to be called by itself only.
std::size_t mailbox_length(caf::scheduled_actor& whom);

} // namespace spin
