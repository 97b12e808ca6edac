#pragma once

#include <deque>
#include <memory>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "actors/container_actor.hpp"

namespace spin {

struct registry_state {
  context_ptr context;
  span audit_interval{};
  /// Identities by the address of their actor, to tell who it was that ended.
  std::unordered_map<caf::actor_addr, std::shared_ptr<const identity>> ids;
  /// Clients whose container is being made, by its id.
  std::unordered_map<std::string, caf::typed_response_promise<view_ptr>> creates;
  /// Engine ids of those that vanished and are just being made again, or
  /// forgotten.
  std::set<std::string> replacing;
  /// When actors of an id died of a fault; bounds their restarts.
  std::unordered_map<std::string, std::deque<instant>> faults;
  /// The records have been read: who is not known now is a stranger.
  bool taken_up = false;
  /// A pass is under way because a container that nobody knows was started.
  bool looking_for_strangers = false;
  /// Spreads the passes of several servers; seeded by the clock.
  std::uint64_t jitter = 0;

  static inline const char* name = "registry";
};

/// An actor that dies of a fault is restarted from its last view, but no more
/// often than this; then it stays down until the next pass.
inline constexpr std::size_t restarts_allowed = 5;
inline constexpr span restart_window = std::chrono::seconds{10};

/// Supervises the container actors: spawns them, restarts those that die of a
/// fault, keeps the directory, and compares with the engine every
/// `audit_interval` (give or take a tenth).
registry_handle::behavior_type
registry_actor(registry_handle::stateful_pointer<registry_state> self,
               context_ptr context, span audit_interval);

} // namespace spin

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(spin::context_ptr)
