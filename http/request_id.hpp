#pragma once

#include <string>

#include "http/address.hpp"
#include "http/message.hpp"

namespace spin::http {

/// Returns a new id for a request: 15 hex digits that no other request of this
/// server gets, as good as surely. One more, and a string would have to ask for
/// memory: every check-in has one, and a history keeps many.
std::string make_request_id();

/// Returns the id of `from`: what its X-Request-Id says if a trusted proxy sent
/// that and it is one (see `is_request_id`), else a new one.
std::string request_id_for(const request& from, const networks& trusted);

} // namespace spin::http
