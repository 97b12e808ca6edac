#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "docker/types.hpp"
#include "store/failure.hpp"

/// Pure readers of the engine's answers, API 1.41 and later: a whole value, or
/// `malformed` with the field that is wrong. Unknown fields are ignored.
///
/// Inspect and list tell the same ports: of several bindings of one port the
/// IPv4 one (the IPv6 one may have another host port), and of those the lowest,
/// as the engine lists them in random order. Addresses are those of the
/// networks; the one at the top is gone since API 1.52.
namespace spin::docker {

/// Reads `GET /containers/{id}/json`.
outcome<container_info> parse_container(std::string_view text);

/// Reads `GET /containers/json`.
outcome<std::vector<container_summary>> parse_list(std::string_view text);

/// Reads the answer to `POST /containers/create`: the id.
outcome<std::string> parse_created(std::string_view text);

} // namespace spin::docker
