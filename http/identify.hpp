#pragma once

#include <functional>

#include <tl/expected.hpp>

#include "http/context.hpp"
#include "http/message.hpp"

namespace spin::http {

/// Who sent a request, or the answer to give instead.
using identified = tl::expected<principal, response>;

/// Finds out who sent `from`: by a password (`Authorization: Basic`) or an API
/// token (`Bearer`). Calls `then` once, here or on another thread, maybe when
/// the server is gone; `from` must live until then. A further way to log in, as
/// by a cookie, joins the list in the `.cpp`; what a browser sends by itself
/// must pass `is_forged` there.
void identify(const context_ptr& all, const request& from,
              std::function<void(const identified&)> then);

/// Returns whether `who`, let in before, would be still: whoever holds a
/// connection for long is asked again and again. Thread-safe.
bool would_let_in(const context& all, const principal& who);

} // namespace spin::http
