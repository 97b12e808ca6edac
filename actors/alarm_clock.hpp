#pragma once

#include <queue>
#include <vector>

#include "actors/messages.hpp"

namespace spin {

struct alarm_clock_state {
  struct alarm {
    instant due;
    caf::actor_addr whom; ///< weak: an alarm keeps nobody alive
    bool operator<(const alarm& other) const { return due > other.due; }
  };

  /// The next one first.
  std::priority_queue<alarm> alarms;
  /// The earliest delayed message to ourselves; max() = none.
  instant armed = instant::max();

  static inline const char* name = "alarm-clock";
};

/// Rings for container actors. An alarm cannot be taken back: whoever is rung
/// looks what is due by now.
alarm_clock_handle::behavior_type
alarm_clock_actor(alarm_clock_handle::stateful_pointer<alarm_clock_state> self,
                  std::size_t expected);

} // namespace spin
