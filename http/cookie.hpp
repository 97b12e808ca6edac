#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace spin::http {

/// The most values of one name that are looked at.
inline constexpr std::size_t most_cookies_of_a_name = 8;

/// Returns the values that a Cookie header (RFC 6265, 4.2) has for `name`. There
/// may be several: pages on other ports or paths of a host can add some.
std::vector<std::string_view> cookies_named(std::string_view name,
                                            std::string_view header);

/// Returns the name of the cookie that carries a session. Over TLS its prefix
/// makes the browser refuse one that came in the clear or from another host.
std::string_view session_cookie(bool secure) noexcept;

/// Returns the value of `Set-Cookie` that gives the browser a session `id` until
/// it is closed; empty: that takes it away.
std::string set_session_cookie(std::string_view id, bool secure);

} // namespace spin::http
