#pragma once

#include "actors/messages.hpp"
#include "http/message.hpp"

namespace spin::http {

/// Reads what POST /v1/containers asks for: one field `image`. Errors: 400 with
/// the field and what is wrong with it, 415.
reading<create_request> read_create(const request& from);

/// Reads what PATCH asks for: one field `status`, "running" or "stopped".
/// Errors: as above.
reading<wanted> read_change(const request& from);

/// Reads the field `audit` of GET /v1/containers, from the query or from the
/// body as the manual's `curl -X GET -d audit=true` sends it; false if it is
/// not given. Errors: as above, also if both say different things.
reading<bool> wants_audit(const request& from);

} // namespace spin::http
