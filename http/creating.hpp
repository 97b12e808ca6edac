#pragma once

#include <vector>

#include "http/context.hpp"
#include "http/message.hpp"

namespace spin::http {

// What making a container takes, whether from a wish or from what is kept of
// one that vanished.

/// Takes a place among the containers of `who` that may run at once, for the
/// container of our own `id`. Errors: 429.
reading<running_limit::place>
take_place(const context& all, const principal& who, const std::string& id);

/// Puts the engine's ids in the place of names. Errors: 404, if `who` knows of
/// no such container.
reading<done> find_linked(const context& all, const principal& who,
                          std::vector<container_link>& links);

/// Returns the answer to whoever had `made` made.
response created(const context& all, const container_view& made);

} // namespace spin::http
