#pragma once

#include <functional>

#include "actors/group_order.hpp"
#include "http/context.hpp"
#include "http/message.hpp"
#include "http/responder.hpp"

namespace spin::http {

// Wishes that concern several containers: those of a group, and those on which
// one depends.

using when_made = std::function<void(const context_ptr&, const view_ptr&)>;

/// Has what `wish` asks for made for `who`, after what it depends on was
/// started, and goes on with `then`; else answers `to` why not.
void ask_for_new(const context_ptr& all, const principal& who,
                 const responder_ptr& to, create_request wish, when_made then);

/// What is needed to have a container, and those that go with it, running or
/// stopped.
struct status_change {
  ordered_steps steps;
  /// Of those among them that are to run.
  running_limit::place place = {};
};

/// Returns what it takes that `whom` has that status. Errors: 409, see
/// `order_of_start`; 429, if `who` may not have as many running.
reading<status_change> read_status_change(const context& all,
                                          const principal& who,
                                          const view_ptr& whom, wanted status);

/// Asks for it, and goes on with `then`; else answers `to` why not.
void ask_for_status(const context_ptr& all, const responder_ptr& to,
                    const status_change& what, const view_ptr& whom,
                    wanted status, const cause& by, when_made then);

} // namespace spin::http
