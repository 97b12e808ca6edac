#pragma once

#include <functional>

#include <tl/expected.hpp>

#include "http/auth.hpp"
#include "http/context.hpp"
#include "http/message.hpp"

namespace spin::http {

/// Who sent a request, or the answer to give instead.
using identified = tl::expected<principal, response>;

/// Finds out who sent `from`: by a password (`Authorization: Basic`), an API
/// token (`Bearer`), or, without that header, the session of a browser (its
/// cookie). What a browser sends by itself must not be what another site wants:
/// the first and the last pass `is_forged`, and what would change something in
/// a session needs its word (`X-CSRF-Token`) too. Calls `then` once, here or on
/// another thread, maybe when the server is gone; `from` must live until then.
void identify(const context_ptr& all, const request& from,
              std::function<void(const identified&)> then);

/// Checks a password that came with `from` in some way, slowed down as all are,
/// and says in the log if it was wrong. `scheme` is what a 401 asks for. As
/// `identify` otherwise.
void check_password(const context_ptr& all, const request& from,
                    const basic_login& login, const char* scheme,
                    std::function<void(const identified&)> then);

/// What a 401 asks the pages of ours for: no scheme that a browser knows, or it
/// would ask for a password itself.
inline constexpr auto by_session = R"(Session realm="spin-docker")";

/// Returns whether `from` came over TLS, to us or to a trusted proxy.
bool came_by_tls(const context& all, const request& from);

/// Returns whether `from` brings anything that says who sent it.
bool says_who(const context& all, const request& from);

/// Returns whether `who`, let in before, would be still: whoever holds a
/// connection for long is asked again and again. Thread-safe.
bool would_let_in(const context& all, const principal& who);

} // namespace spin::http
