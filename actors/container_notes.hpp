#pragma once

#include "actors/container_actor.hpp"

namespace spin {

/// Notes for operators what became of a container: `was` has just turned into
/// what `self` shows. To be called before the chronicle is told.
void note_change(container_handle::stateful_pointer<container_state> self,
                 const container_view& was);

/// Keeps what it takes to make it again if it has just turned from `was` into
/// one that somebody else removed. To be called before anybody is shown that:
/// it is always in the directory, or among those that vanished.
void note_loss(container_handle::stateful_pointer<container_state> self,
               const container_view& was);

/// Notes how late the alarm reached it that was armed for `due`.
void note_alarm(container_handle::stateful_pointer<container_state> self,
                instant due);

} // namespace spin
