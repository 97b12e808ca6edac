#pragma once

#include <string>
#include <string_view>

#include "actors/event_feed.hpp"

namespace spin::http {

/// Returns the JSON of a bulletin, on one line: what happened, and the
/// container as GET shows it at that moment. `id` as `event_id` has it.
std::string render_bulletin(const bulletin& what, std::string_view id,
                            audience whom, const server_policy& server);

/// Returns a bulletin as an event of a `text/event-stream` (WHATWG HTML, 9.2).
std::string event_block(const bulletin& what, std::string_view id,
                        audience whom, const server_policy& server);

/// Returns what a stream begins with: how soon to come back when it ends, and
/// where to go on then. With `reset` the event that says that the list must be
/// read again.
std::string event_opening(std::string_view id, bool reset, utc now);

/// Returns what is sent while nothing happens: a comment, and where to go on.
std::string event_heartbeat(std::string_view id);

} // namespace spin::http
