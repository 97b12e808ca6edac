#pragma once

#include <optional>

#include "actors/lifecycle.hpp"
#include "store/cause.hpp"

namespace spin {

/// Returns what `what` comes from, which no request brought, when it takes a
/// container from `was` to `next`. None: it goes on with the work under way,
/// and so with what that comes from.
std::optional<trigger> trigger_of(const any_event& what, const lifecycle& was,
                                  const lifecycle& next);

/// Returns whether what comes next of a container is due to what led to the
/// decision `what`: it wants or does something else now, or asks the engine.
bool begins_work(const lifecycle& was, const decision& what);

/// Returns what the look at its activity found that `what` brought at `now`,
/// taking a container from `was` to `next`; none: there was no look.
std::optional<verdict> verdict_of(const any_event& what, const lifecycle& was,
                                  const lifecycle& next, instant now);

} // namespace spin
