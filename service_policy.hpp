#pragma once

#include "actors/policy.hpp"
#include "config/settings.hpp"

namespace spin {

/// Returns what holds for containers, of all that an operator can set.
server_policy policy_of(const config::settings& from);

} // namespace spin
