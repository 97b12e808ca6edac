#pragma once

#include "http/message.hpp"
#include "store/health.hpp"

namespace spin::http {

/// Returns the answer of `GET /readyz`: 200 if wishes can be granted now, else
/// 503, and how each part is and since when. Wishes need the engine and the
/// store. Without the event stream they are granted too: passes find what it
/// would have told. Anybody may ask, so what is wrong with a part is not told;
/// the log has it.
response readiness(const health_board& health);

} // namespace spin::http
