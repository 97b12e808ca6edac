#pragma once

#include <optional>
#include <string>

#include "actors/messages.hpp"
#include "http/message.hpp"

namespace spin::http {

/// The largest number of connections that a report may carry, 2^63-1.
inline constexpr std::uint64_t max_active = 0x7fff'ffff'ffff'ffff;

/// What a check-in says.
struct check_in_report {
  report said;
  /// Who says it; none: whoever has the source address.
  std::optional<std::string> token;
};

/// Reads a check-in. The number is in `active`, `active-connections` or
/// `active_connections` - the manual, the images and the original's code
/// disagree - and in several only if they agree. The token is in `token` or in
/// `Authorization: Bearer`. `busy_for`, from 0 to `longest_hold`, may come with
/// the number or instead of it. Other fields are ignored: a script that sends
/// more must not have its container stopped for it. Errors: 400 naming the
/// field.
reading<check_in_report> read_check_in(const request& from,
                                       std::chrono::seconds longest_hold);

} // namespace spin::http
