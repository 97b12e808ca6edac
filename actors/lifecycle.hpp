#pragma once

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "docker/types.hpp"
#include "store/failure.hpp"
#include "store/snapshot.hpp"
#include "store/time.hpp"

namespace spin {

/// When a container that nobody uses is stopped. Source: the manual, chapter
/// "Activity monitoring", made sound in the ways that docs name.
struct idle_policy {
  /// From the start to the first look (`sd_initial_timeout_interval`), > 0.
  span initial = std::chrono::seconds{7200};
  /// Between looks (`sd_timeout_interval`), > 0.
  span interval = std::chrono::seconds{1800};
  /// How long a report other than 0 counts (`sd_report_ttl`); 0 = for ever.
  span report_ttl = std::chrono::seconds{7200};
  /// Never stop for idleness (`sd_disable_timeouts`).
  bool disabled = false;
};

/// The engine calls that a container can have under way; at most one at once.
enum class call : std::uint8_t { none, create, start, inspect, stop, remove };

/// All that is remembered about one container between two events. Plain data;
/// `decide` is the only one who changes it.
struct lifecycle {
  wanted want = wanted::running;
  phase now = phase::creating;
  stop_reason why = stop_reason::none;
  call pending = call::none;
  /// A create has not been answered yet: a failure undoes it.
  bool fresh = false;
  bool last_chance = false;
  bool busy_since_check = false;
  incarnation run_id = incarnation::none;
  instant next_check{};
  std::uint64_t active = 0;
  std::optional<instant> reported_at;
  /// Engine calls that failed in a row; the retry waits longer each time.
  std::uint32_t failures = 0;
  instant retry_at{};
  std::optional<instant> stopped_at;
  std::optional<int> exit_code;
};

/// Returns when an idle container would be stopped if nothing more is heard of
/// it: none if it does not run or timeouts are disabled.
std::optional<instant> stops_at(const lifecycle&, const idle_policy&);

/// Returns whether a look at `at` would find the container in use.
bool is_busy(const lifecycle&, const idle_policy&, instant at);

} // namespace spin
