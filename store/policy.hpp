#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

namespace spin {

/// What is done with a container that nobody uses.
enum class idle_action : std::uint8_t {
  /// Its processes end; what it wrote to its disk stays.
  stop,
  /// Its processes freeze and its memory stays: it goes on within milliseconds.
  pause,
  /// It is stopped, then removed with all that it wrote.
  remove,
};

std::string_view to_string(idle_action) noexcept;

/// What a client set for one container. What is not set follows the server's
/// configuration, also when that changes.
struct policy_overrides {
  /// From the start to the first look, > 0.
  std::optional<std::chrono::seconds> initial_timeout;
  /// Between looks, > 0.
  std::optional<std::chrono::seconds> timeout;
  /// Never stop for idleness.
  std::optional<bool> disable_timeouts;
  /// Stop this long after the start even if it is in use; 0 = never.
  std::optional<std::chrono::seconds> max_age;
  std::optional<idle_action> on_idle;

  friend bool operator==(const policy_overrides&,
                         const policy_overrides&) = default;
};

/// Returns `was` with all that `change` sets.
policy_overrides merged(policy_overrides was, const policy_overrides& change);

} // namespace spin
