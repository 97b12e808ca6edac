#pragma once

#include <string>

#include "actors/explain.hpp"

namespace spin::http {

/// Returns the JSON of `GET /v1/containers/:id/idle`: every signal with its
/// value and age in seconds, each look that is known, the rule that decides,
/// when it stops, and a sentence.
std::string render_idle(const container_view& what, const history& past,
                        const clock_pair& now, const server_policy& server);

/// Returns the JSON of `GET /v1/containers/:id/history`, oldest first.
std::string render_history(const container_view& what, const history& past);

} // namespace spin::http
