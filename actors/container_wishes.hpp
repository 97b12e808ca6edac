#pragma once

#include <functional>

#include "actors/container_actor.hpp"

namespace spin {

/// Grants what a client wants, because of `by`.
caf::result<view_ptr>
grant(container_handle::stateful_pointer<container_state> self,
      const any_wish& what, const cause& by);

/// The same for its end.
caf::result<done>
remove(container_handle::stateful_pointer<container_state> self,
       const cause& by);

using on_outcome = std::function<void(const outcome<done>&)>;

/// Feeds a wish to the rule as if the container were as `view` says, which has
/// what the wish itself brought; if it cannot be granted, it is not so.
void feed(container_handle::stateful_pointer<container_state> self,
          view_ptr view, const any_event& what, cause by, on_outcome then);

/// Drops its record and ends the actor: a create that was never stored.
void give_up(container_handle::stateful_pointer<container_state> self);

} // namespace spin
