#pragma once

#include <optional>
#include <vector>

#include "actors/view.hpp"

namespace spin {

/// What v1 tells of a container's ports. Host ports; none: not handed out.
struct v1_ports {
  std::optional<std::uint16_t> ssh; ///< published for 22/tcp
  std::optional<std::uint16_t> app; ///< published for the lowest other TCP port
};

/// Picks v1's two ports. Independent of the order of `all`; UDP never counts.
v1_ports pick_ports(const std::vector<port_binding>& all);

/// Returns whether the processes of a container are there in that phase, be
/// they frozen or about to end.
bool is_up(phase) noexcept;

/// Returns whether a container has ports to show: while it is up, so also, as
/// the manual's example has it, while it stops.
bool shows_ports(const container_view&) noexcept;

} // namespace spin
