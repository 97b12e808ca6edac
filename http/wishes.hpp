#pragma once

#include "actors/messages.hpp"
#include "http/message.hpp"

namespace spin::http {

/// Reads what POST /v1/containers asks for: the field `image` and, if wanted,
/// the settings of the new container: `initial_timeout`, `timeout`,
/// `disable_timeouts`, `max_age`, `on_idle`; and its options, see
/// `option_rows`. Errors: 400 with the field and what is wrong with it, also if
/// `server` does not allow it; 415. Whether the options are allowed is not asked
/// yet.
reading<create_request> read_create(const request& from,
                                    const server_policy& server);

/// What PATCH asks for; at least one of the two.
struct change_request {
  std::optional<wanted> status;
  /// What it sets; empty: nothing.
  std::optional<policy_overrides> own;
};

/// Reads what PATCH asks for: `status` ("running" or "stopped"), or some of the
/// settings above, or both. Errors: as above.
reading<change_request> read_change(const request& from,
                                    const server_policy& server);

/// Reads the field `for` of a keep-alive, 0 to `most`. Errors: as above.
reading<span> read_keep_alive(const request& from, std::chrono::seconds most);

/// Turns down a body that says something, where nothing can be said. Errors: as
/// above.
reading<done> read_nothing(const request& from);

/// Reads the field `audit` of GET /v1/containers, from the query or from the
/// body as the manual's `curl -X GET -d audit=true` sends it; false if it is
/// not given. Errors: as above, also if both say different things.
reading<bool> wants_audit(const request& from);

} // namespace spin::http
