#include "actors/pulse.hpp"

namespace spin {

pulse_handle::behavior_type pulse_actor(pulse_handle::pointer self,
                                        std::shared_ptr<pulse> what) {
  self->send(self, atom::alarm_v);
  return {
    [self, what](atom::alarm) {
      what->beat(self->clock().now());
      self->delayed_send(self, pulse::interval, atom::alarm_v);
    },
  };
}

} // namespace spin
