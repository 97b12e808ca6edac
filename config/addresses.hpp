#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "config/values.hpp"

namespace spin::config {

// The kinds of values that name a place on the network or on this host. Each
// checks the form only: nothing is resolved, opened or connected.

/// An IPv4 or IPv6 address without brackets.
codec<std::string> ip_addresses();

/// An IP address and a port from 0 (any free one) to 65535: "127.0.0.1:8080",
/// "[::1]:8080".
codec<std::string> endpoints();

/// The same, or one of the words `auto` and `off`, kept in lower case.
codec<std::string> endpoints_or_auto_or_off();
codec<std::string> endpoints_or_off();

/// IP addresses and networks in CIDR form, with commas between them.
codec<std::vector<std::string>> networks();

/// `unix:///path`, `tcp://host:port`, `http://host:port`, or `auto`.
codec<std::string> engine_addresses();

/// `sqlite:PATH`, `redis://[[user]:password@]host[:port][/db]`,
/// `redis+unix:///path[?db=N]` or `unix:///path`, these two also with a login
/// before the path. The password is a secret.
codec<std::string> store_addresses();

} // namespace spin::config
