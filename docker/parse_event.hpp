#pragma once

#include <optional>
#include <string_view>

#include "docker/types.hpp"
#include "store/failure.hpp"

namespace spin::docker {

/// Reads one document of `GET /events`, API 1.41 and later. Pure. Nothing for
/// what is not about a container or of no interest here (`exec_start`,
/// `health_status: healthy`, ...). Reads `Action` and `Actor.ID`: `status`,
/// `id` and `from` are gone since API 1.52. Errors: `malformed` with the field
/// that is wrong.
outcome<std::optional<engine_event>> parse_event(std::string_view text);

} // namespace spin::docker
