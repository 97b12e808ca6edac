#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "actors/view.hpp"

// Whether what runs in a container can be used. Pure: the container actor is its
// shell.

namespace spin {

/// Returns whether a container can be used: it runs, and its HEALTHCHECK passes
/// or, if it has none, its port has answered in this run. One that publishes no
/// TCP port can be used as soon as it runs.
bool is_ready(const container_view&) noexcept;

/// Notes that it can be used in this run, if its HEALTHCHECK says so: one that
/// could is a service, and not done when it ends.
void note_use(container_view&) noexcept;

/// Returns the host port to try, to know whether it is ready: `app_port`, else
/// `ssh_port`. None: there is no need to, or nothing to try.
std::optional<std::uint16_t> port_to_try(const container_view&) noexcept;

/// Returns when to try again what did not answer at `now` in a run that began at
/// `began`: after a tenth of its age, from 50 ms to one minute. So that it is
/// ready is known soon, as measured by how long it took, and one that never
/// serves costs next to nothing.
instant next_try(instant began, instant now) noexcept;

/// What can be waited for.
enum class awaited : std::uint8_t { ready, running, stopped, paused };

/// Returns the word for it, as in the API.
std::string_view to_string(awaited) noexcept;

/// Returns whether a container that looks so is what was waited for.
bool is_reached(awaited, const container_view&) noexcept;

/// Returns whether there is nothing more to wait for: it is reached or, of
/// `ready`, cannot come about without a further wish.
bool is_settled(awaited, const container_view&) noexcept;

} // namespace spin
