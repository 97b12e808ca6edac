#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace spin {

/// What somebody may do.
enum class role : std::uint8_t {
  /// Reads everything, changes nothing.
  viewer,
  /// Makes containers, sees and changes those, and knows of no others.
  user,
  /// Everything.
  admin,
};

/// Returns the word for it in the configuration and the API.
std::string_view to_string(role) noexcept;

/// Reads what `to_string` writes; none for anything else.
std::optional<role> role_named(std::string_view word) noexcept;

/// Returns the role of who has both: what `a` and `b` both may. None: nothing,
/// a viewer sees what a user must not, and a user changes things.
constexpr std::optional<role> common(role a, role b) noexcept {
  if (a == b || b == role::admin)
    return a;
  if (a == role::admin)
    return b;
  return std::nullopt;
}

} // namespace spin
