#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "actors/messages.hpp"
#include "docker/call_queue.hpp"
#include "docker/engine.hpp"

namespace spin::docker {

struct gateway_config {
  /// How long a container may take to end before it is killed.
  std::chrono::seconds stop_grace{10};
  /// The value of the label `spin-docker.instance` of our containers.
  std::string instance = "default";
  call_limits limits;
};

struct gateway_state {
  std::shared_ptr<engine> door;
  store_writer_handle writer;
  gateway_config config;
  std::unique_ptr<call_queue> queue;

  static inline const char* name = "gateway";
};

/// The Docker gateway: the one door to the engine and to the store. The
/// engine's answers come on its own thread and are handled as the actor.
gateway_handle::behavior_type
gateway_actor(gateway_handle::stateful_pointer<gateway_state> self,
              std::shared_ptr<engine> door, store_writer_handle writer,
              gateway_config config);

} // namespace spin::docker
