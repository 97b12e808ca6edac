#pragma once

#include <vector>

#include "config/entry.hpp"
#include "config/settings.hpp"
#include "config/values.hpp"

namespace spin::config {

/// Reads users from the items of a list; `known` are those that there are
/// already. Errors: the first thing that is wrong, with its place: an item that
/// is no map, an unknown key, one that is missing or set twice, a wrong value, a
/// name that is taken.
checked<std::vector<user>> read_users(const list_items& from,
                                      const std::vector<user>& known);

/// Users as a YAML list of maps on one line. Their hashes are secrets.
codec<std::vector<user>> users();

} // namespace spin::config
