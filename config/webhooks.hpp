#pragma once

#include <string_view>
#include <vector>

#include "config/entry.hpp"
#include "config/load.hpp"
#include "config/settings.hpp"
#include "config/values.hpp"

namespace spin::config {

/// Returns the types of events that a webhook can want.
const std::vector<std::string_view>& event_types();

/// Reads webhooks from the items of a list. Errors: the first thing that is
/// wrong, with its place: an item that is no map, an unknown key, one that is
/// missing or set twice, a wrong value.
checked<std::vector<webhook>> read_webhooks(const list_items& from);

/// Webhooks as a YAML list of maps on one line. Their secrets, and what follows
/// a '?' in a URL, are secrets.
codec<std::vector<webhook>> webhooks();

/// Reads the files of secrets that webhooks name. Errors: one that cannot be
/// read, or is too short.
checked<void> settle_webhooks(configuration& draft);

} // namespace spin::config
