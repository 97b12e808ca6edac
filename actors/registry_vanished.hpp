#pragma once

#include "actors/registry.hpp"

namespace spin {

/// Makes what `what` says in the place of one that vanished, which is forgotten
/// when that is done, and not if it fails.
caf::result<view_ptr>
make_instead(registry_handle::stateful_pointer<registry_state> self,
             const create_request& what);

/// Forgets the one that vanished and had that engine id.
caf::result<done>
forget_vanished(registry_handle::stateful_pointer<registry_state> self,
                const std::string& container_id);

/// Takes up those that the store holds.
void take_up_vanished(registry_handle::stateful_pointer<registry_state> self,
                      std::vector<vanished> stored);

/// Drops those that are too old, too many, or back at the engine.
void trim_vanished(registry_handle::stateful_pointer<registry_state> self);

/// Has all written again.
void resave_vanished(registry_handle::stateful_pointer<registry_state> self);

/// Gives `begin`, which the engine lists and nobody knows, what is kept of it if
/// it had vanished: its secrets, too. Returns whether it had.
bool take_back(const container_context& context, container_view& begin);

} // namespace spin
