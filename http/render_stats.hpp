#pragma once

#include <string>
#include <string_view>

#include "docker/streams.hpp"

namespace spin::http {

/// Returns the JSON of what the container `id` uses.
std::string render(std::string_view id, const docker::container_stats& what);

} // namespace spin::http
