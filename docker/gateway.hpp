#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "actors/messages.hpp"
#include "actors/telemetry.hpp"
#include "docker/call_queue.hpp"
#include "docker/engine.hpp"

namespace spin::docker {

struct gateway_config {
  /// How long a container may take to end before it is killed.
  std::chrono::seconds stop_grace{10};
  /// The value of the label `spin-docker.instance` of our containers.
  std::string instance = "default";
  call_limits limits;
  /// How long a call may be under way, beside two graces of a stop, before it is
  /// given up as `timed_out`: more than all its engine calls may take together,
  /// so it is only ever reached if an answer was lost.
  std::chrono::seconds longest_call{180};
  /// Where its calls are counted.
  std::shared_ptr<telemetry> meters = std::make_shared<telemetry>();
};

/// A call under way: when it is given up, and its number.
using call_key = std::pair<instant, std::uint64_t>;

struct gateway_state {
  std::shared_ptr<engine> door;
  store_writer_handle writer;
  gateway_config config;
  std::unique_ptr<call_queue> queue;
  /// What tells who asked that a call timed out; those to be given up next come
  /// first.
  std::map<call_key, std::function<void()>> calls;
  std::uint64_t last_call = 0;
  /// The earliest alarm that is under way; max() = none.
  instant armed = instant::max();

  static inline const char* name = "gateway";
};

/// The Docker gateway: the one door to the engine and to the store. The
/// engine's answers come on its own thread and are handled as the actor.
gateway_handle::behavior_type
gateway_actor(gateway_handle::stateful_pointer<gateway_state> self,
              std::shared_ptr<engine> door, store_writer_handle writer,
              gateway_config config);

} // namespace spin::docker
