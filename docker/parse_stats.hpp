#pragma once

#include <string_view>

#include "docker/streams.hpp"

namespace spin::docker {

/// Reads one answer of `GET /containers/{id}/stats`, from an engine on either
/// version of cgroups. Errors: `malformed` with the field that is wrong.
outcome<container_stats> parse_stats(std::string_view text);

} // namespace spin::docker
