#pragma once

#include "actors/registry.hpp"

namespace spin {

/// Spawns an actor and enters it into the directory.
container_handle
spawn_container(registry_handle::stateful_pointer<registry_state> self,
                container_start begin);

/// Spawns an actor that is still to be told to take up what `view` says.
container_handle
respawn(registry_handle::stateful_pointer<registry_state> self,
        const container_view& view);

/// Spawns an actor that takes up what `view` says.
container_handle
revive(registry_handle::stateful_pointer<registry_state> self,
       const container_view& view);

/// One pass: lists the engine, compares, tells those concerned, adopts who is
/// not known. Before the records have been read all would be strangers: then it
/// does nothing.
caf::result<done>
audit(registry_handle::stateful_pointer<registry_state> self, const cause& by);

/// Has the next pass come when it is time.
void schedule_pass(registry_handle::stateful_pointer<registry_state> self);

/// Passes on what the event stream tells; of a container that nobody knows, a
/// pass tells more.
void notice(registry_handle::stateful_pointer<registry_state> self,
            const docker::engine_event& what);

} // namespace spin
