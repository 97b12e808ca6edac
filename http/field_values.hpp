#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "http/fields.hpp"

namespace spin::http {

/// The longest time that a field may carry; no setting is longer.
inline constexpr std::chrono::seconds longest = std::chrono::hours{24 * 365};

/// Reads a length of time as the configuration has them: whole seconds, or a
/// number with s, m, h or d; from 0 to `most` <= `longest`. None if it was not
/// given. Errors: 400 with the field, the form and the limit.
reading<std::optional<std::chrono::seconds>>
duration_in(std::string_view name, const fields& in,
            std::chrono::seconds most = longest);

/// Reads true, yes, on, y or 1, or false, no, off, n or 0, in any case. None if
/// it was not given. Errors: 400 with the field.
reading<std::optional<bool>> truth_in(std::string_view name, const fields& in);

} // namespace spin::http
