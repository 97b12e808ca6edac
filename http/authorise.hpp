#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "http/principal.hpp"

namespace spin::http {

/// What a route asks of who wants to take it.
enum class access : std::uint8_t {
  /// Nothing.
  open,
  /// To be somebody: it shows what that role sees.
  read,
  /// A role that changes things.
  write,
  /// A role that sees everything: it tells of the whole server.
  oversee,
};

/// What becomes of a request.
enum class ruling : std::uint8_t {
  allow,
  /// 401: nobody knows who it is.
  log_in,
  /// 403: the role does not do such things.
  forbid,
  /// 404: for this user there is no such thing.
  hide,
};

/// Whether `who` may take a route that `needs` so much, and if it is about a
/// thing (a container, a token), that of `owner`. `who` null: nobody logged in.
/// Pure: the one rule of access.
ruling authorise(access needs, const principal* who,
                 std::optional<std::string_view> owner = std::nullopt);

/// Returns whether a role knows of the things of others.
constexpr bool sees_all(role what) noexcept {
  return what != role::user;
}

/// Returns who may take such a route, in the words of the README.
std::string_view who_may(access needs) noexcept;

} // namespace spin::http
