#pragma once

#include <atomic>
#include <memory>

#include <caf/all.hpp>

#include "actors/messages.hpp"

namespace spin {

/// Shows that the scheduler runs actors: one of them beats it. Thread-safe.
class pulse {
public:
  /// How often it beats.
  static constexpr span interval = std::chrono::milliseconds{250};
  /// Without a beat for so long, the scheduler hangs.
  static constexpr span patience = std::chrono::seconds{1};

  explicit pulse(instant now) : last_(now.time_since_epoch().count()) {}

  void beat(instant now) { last_ = now.time_since_epoch().count(); }

  /// Returns whether the last beat was not too long before `now`.
  bool lives(instant now) const {
    return now.time_since_epoch() - span{last_} <= patience;
  }

private:
  std::atomic<span::rep> last_;
};

using pulse_handle = caf::typed_actor<
  // INTERNAL: the time of the next beat.
  caf::reacts_to<atom::alarm>>;

/// Beats `what` until it is told to exit.
pulse_handle::behavior_type pulse_actor(pulse_handle::pointer self,
                                        std::shared_ptr<pulse> what);

} // namespace spin

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(std::shared_ptr<spin::pulse>)
