#pragma once

#include <vector>

#include "config/entry.hpp"
#include "config/settings.hpp"
#include "config/values.hpp"

namespace spin::config {

/// Reads profiles from the items of a list. Errors: the first thing that is
/// wrong, with its place.
checked<std::vector<profile>> read_profiles(const list_items& from);

/// Profiles as a YAML list of maps on one line.
codec<std::vector<profile>> profiles();

/// Returns `given` and those of the built-in profiles that it does not replace
/// by the same name: `systemd` (its process 1 is systemd) and `builder` (it has
/// the engine's socket, so it is as mighty as the machine's root). Both are for
/// admins.
std::vector<profile> with_built_in(std::vector<profile> given);

} // namespace spin::config
