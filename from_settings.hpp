#pragma once

#include <vector>

#include "actors/policy.hpp"
#include "config/settings.hpp"
#include "http/accounts.hpp"
#include "http/create_rules.hpp"
#include "http/server.hpp"

namespace spin {

// What the rooms are given of the settings; none of them reads those itself.

/// Returns when containers are stopped, and what clients may set.
server_policy policy_of(const config::settings& from);

/// Returns who may log in. Warns of a password that stands in plain text where
/// others may read it, in production.
std::vector<http::account> accounts_of(const config::settings& from);

/// Returns what clients may ask for when they create a container.
http::create_rules create_rules_of(const config::settings& from);

/// Returns what each listener is given, but its address and its certificate.
http::server_config server_config_of(const config::settings& from);

} // namespace spin
