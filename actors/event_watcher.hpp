#pragma once

#include <memory>

#include "actors/messages.hpp"
#include "store/health.hpp"

namespace spin {

struct event_watcher_state {
  /// First, since CAF makes the state from the actor itself if it can, and a
  /// handle can be made from any actor.
  std::shared_ptr<health_board> health;
  gateway_handle gateway;
  registry_handle registry;
  /// It was told to begin: the records have been taken up.
  bool begun = false;
  /// The stream is open, or is being opened.
  bool following = false;
  bool auditing = false;
  bool audit_again = false;
  /// A message to begin again is under way.
  bool begin_sent = false;
  /// The moment of the last event, on the engine's clock in nanoseconds.
  std::int64_t last_at = 0;
  std::uint32_t failures = 0;

  static inline const char* name = "event-watcher";
};

/// How often the engine is asked whether it answers: an engine that hangs closes
/// no stream.
inline constexpr span ping_interval = std::chrono::seconds{2};

/// The longest pause before the stream is opened again. Short: until then what
/// happens at the engine is found by passes only.
inline constexpr span longest_pause = std::chrono::seconds{2};

/// Follows the event stream: subscribes first, then has the registry list, so
/// that nothing falls between. Once the engine answers again after a failure, it
/// has the registry list too: what waits for a retry need not wait longer.
event_watcher_handle::behavior_type event_watcher_actor(
  event_watcher_handle::stateful_pointer<event_watcher_state> self,
  gateway_handle gateway, registry_handle registry,
  std::shared_ptr<health_board> health);

} // namespace spin

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(std::shared_ptr<spin::health_board>)
