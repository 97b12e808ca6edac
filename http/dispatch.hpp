#pragma once

#include "http/context.hpp"
#include "http/responder.hpp"

namespace spin::http {

/// Serves a request by the route table: 404 for an unknown path, 405 with
/// `Allow` for a wrong method, 401 for who is not known, 403 for who may not,
/// otherwise the route's handler. Counts and logs the answer; an exception of a
/// handler is a 500 whose text stays here. Returns the duty that the handler
/// has, which may be done.
responder_ptr dispatch(const context_ptr& all, request from,
                       const responder_ptr& to);

} // namespace spin::http
