#pragma once

#include <algorithm>
#include <cstddef>
#include <thread>

#include <caf/actor_system_config.hpp>
#include <caf/atom.hpp>

namespace spin {

/// Workers sleep until there is work. CAF's default policy polls for it instead:
/// that costs an idle machine hundreds of wake-ups a second, and takes CPU from
/// the engine just after we asked it for something.
///
/// No more workers than processors, since no actor of ours blocks one: CAF's
/// least, four, get in each other's way on two.
struct event_driven : caf::actor_system_config {
  event_driven() {
    set("scheduler.policy", caf::atom("sharing"));
    set("scheduler.max-threads",
        std::max(std::size_t{2},
                 std::size_t{std::thread::hardware_concurrency()}));
  }
};

} // namespace spin
