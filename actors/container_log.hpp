#pragma once

#include "actors/view.hpp"
#include "store/cause.hpp"
#include "store/failure.hpp"

namespace spin {

// Each line names what it comes from: a request by its id, or a cause.

/// Logs what became of a container: one line for each change of phase.
void log_change(const lifecycle& was, const container_view& now,
                const cause& by);

/// Logs that it stops soon.
void log_warning(const container_view& now, const idle_policy& policy,
                 instant at, const cause& by);

/// Logs that the engine did not do what was asked, and when it is asked again.
void log_failure(call asked, const failure& why, const container_view& now,
                 instant at, const cause& by);

} // namespace spin
