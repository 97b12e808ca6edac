#pragma once

#include "actors/container_actor.hpp"

namespace spin {

/// Sends the call `what` to the gateway; its answer comes back through `feed`
/// as an event.
void ask_engine(container_handle::stateful_pointer<container_state> self,
                call what);

/// Lets the rule decide about an answer of the engine and does what follows: it
/// goes on with the work under way.
/// `before`: how it was shown, if the view has changed already by what the
/// engine told with it; none: as it is shown now.
void feed(container_handle::stateful_pointer<container_state> self,
          const any_event& what, const view_ptr& before = nullptr);

/// Asks the engine what it takes in memory while nobody uses it: a stop would
/// save that. As long as not too many are asked about at once.
void measure(container_handle::stateful_pointer<container_state> self);

/// Returns both clocks.
clock_pair
clocks_of(container_handle::stateful_pointer<container_state> self);

/// Tells those who listen.
void publish(container_handle::stateful_pointer<container_state> self,
             bulletin what);

/// Returns what a client is told of `code`: the engine's words if it said any.
std::string reason_of(errc code, const container_state& state);

/// Returns the shared value of a container that does not run.
std::shared_ptr<const run_facts> no_run();

} // namespace spin
