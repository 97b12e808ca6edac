#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "actors/messages.hpp"
#include "actors/telemetry.hpp"
#include "store/health.hpp"
#include "store/store.hpp"

namespace spin::docker {

struct store_writer_state {
  std::unique_ptr<store::store> target;
  /// Where it is shown whether the store takes writes; none: nowhere.
  std::shared_ptr<health_board> health;
  /// Where its writes are counted.
  std::shared_ptr<telemetry> meters;
  /// What is to be written, latest document by id; empty = drop.
  std::map<std::string, std::string> unsaved;
  /// Who waits for the next write.
  std::vector<caf::typed_response_promise<done>> commits;
  std::vector<caf::typed_response_promise<done>> syncs;
  /// A flush is on its way to ourselves.
  bool flush_sent = false;
  /// The last write failed: only commits try before the alarm rings.
  bool pausing = false;
  bool alarm_sent = false;
  std::uint32_t failures = 0;
  registry_handle registry;

  static inline const char* name = "store-writer";
};

/// How often a store that nothing is written to is asked whether it still takes
/// writes.
inline constexpr span probe_interval = std::chrono::seconds{2};

/// Writes snapshots. Blocks in the store, so it is spawned detached (by
/// main.cpp only). What has gathered while one group was written makes the next
/// group; a later document for an id replaces an earlier one. After a failure
/// it waits as `back_off` says and tries again, for ever; commits do not wait
/// for that but fail at once. While nothing is written it asks the store every
/// `probe_interval` how it is, and says so on the board.
store_writer_handle::behavior_type
store_writer_actor(store_writer_handle::stateful_pointer<store_writer_state> self,
                   std::unique_ptr<store::store> target,
                   std::shared_ptr<health_board> health,
                   std::shared_ptr<telemetry> meters);

} // namespace spin::docker
