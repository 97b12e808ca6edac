#pragma once

#include "actors/container_actor.hpp"

// What a container actor has to do with the others of its group.

namespace spin {

/// Takes in what they do now.
void look_around(container_handle::stateful_pointer<container_state> self);

/// Has them look around.
void wake_group(container_handle::stateful_pointer<container_state> self);

/// The same if what it is now may matter for them, since it was as `was` says.
void tell_group(container_handle::stateful_pointer<container_state> self,
                const container_view& was);

} // namespace spin
