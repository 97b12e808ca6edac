#pragma once

#include <optional>

#include "actors/container_actor.hpp"

// How a container actor finds out that it is ready, and tells those who wait.

namespace spin {

/// Tries the port of the container if that is due; what comes of it is shown.
void try_port(container_handle::stateful_pointer<container_state> self);

/// Returns when that is due next.
std::optional<instant> try_due(const container_state&);

/// Answers when it is as that client waits for.
caf::result<view_ptr>
once_settled(container_handle::stateful_pointer<container_state> self,
             const wait_order& what);

/// Answers those who need not wait any more.
void settle_waits(container_state&);

/// Shows what was learned beside the rule, and has it stored.
void learn(container_handle::stateful_pointer<container_state> self,
           container_view next);

/// Has the alarm ring for what is due now.
void rearm(container_handle::stateful_pointer<container_state> self);

} // namespace spin
