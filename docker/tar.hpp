#pragma once

#include <string>
#include <vector>

#include "docker/types.hpp"

namespace spin::docker {

/// Returns a tar archive of `files` and the folders that they are in: all of
/// them root's, the folders 0755. Throws `std::runtime_error` if there is no
/// memory for it.
std::string tar_of(const std::vector<new_file>& files);

} // namespace spin::docker
