#pragma once

#include "store/failure.hpp"
#include "store/policy.hpp"
#include "store/time.hpp"

namespace spin {

/// When a container that nobody uses is stopped. Source: the manual, chapter
/// "Activity monitoring".
struct idle_policy {
  /// From the start to the first look (`sd_initial_timeout_interval`), > 0.
  span initial = std::chrono::seconds{7200};
  /// Between looks (`sd_timeout_interval`), > 0.
  span interval = std::chrono::seconds{1800};
  /// How long a report other than 0 counts (`sd_report_ttl`); 0 = for ever.
  span report_ttl = std::chrono::seconds{7200};
  /// Never stop for idleness (`sd_disable_timeouts`).
  bool disabled = false;
  /// Stop this long after the start even if it is in use (`sd_max_age`); 0 =
  /// never.
  span max_age{0};
  idle_action on_idle = idle_action::stop;
  /// How long before its stop a container is said to stop soon
  /// (`sd_warn_before`); 0 = never.
  span warn_before = std::chrono::seconds{60};
  /// How long the engine lets a container end by itself (`sd_stop_grace`).
  span stop_grace = std::chrono::seconds{10};
  /// Until then the others of its group hold it, see `group_until`; zero: they
  /// do not, max(): for as long as they are as they are.
  instant group_until{};

  friend bool operator==(const idle_policy&, const idle_policy&) = default;
};

/// What the operator lets clients set for a container of theirs.
struct policy_bounds {
  /// Of `initial_timeout` and `timeout`.
  std::chrono::seconds timeout_min{1};
  std::chrono::seconds timeout_max = std::chrono::hours{24 * 365};
  bool may_disable_timeouts = true;
  /// The longest lease.
  std::chrono::seconds keep_alive_max = std::chrono::hours{24};

  friend bool operator==(const policy_bounds&, const policy_bounds&) = default;
};

/// What the configuration says of all containers.
struct server_policy {
  idle_policy defaults;
  policy_bounds bounds;
  /// A report counts for four intervals of its container, whatever they are
  /// (`sd_report_ttl: auto`).
  bool ttl_follows = false;
};

/// Returns the policy of a container for which a client set `own`. What lies
/// outside the bounds of today is brought inside: they may have been tightened.
idle_policy effective(const server_policy& server, const policy_overrides& own);

/// Returns whether a client may set `what`. Errors: `bad_request` with the field
/// and its limit.
outcome<done> check(const policy_overrides& what, const server_policy& server);

} // namespace spin
