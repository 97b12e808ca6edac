#pragma once

#include "http/message.hpp"
#include "store/health.hpp"

namespace spin::http {

/// Returns the answer of `GET /readyz`: 200 if wishes can be granted now, else
/// 503, and how each part is and since when. Wishes need the engine, the store
/// and the recovery to be over. Without the event stream they are granted too:
/// passes find what it would have told. What was wrong with a part the last
/// time that it was not well is told only if `trusted`: anybody may ask, and
/// reasons name hosts and files.
response readiness(const health_board& health, bool trusted = false);

} // namespace spin::http
