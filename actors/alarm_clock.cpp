#include "actors/alarm_clock.hpp"

#include <algorithm>

namespace spin {

namespace {

using clock_pointer = alarm_clock_handle::stateful_pointer<alarm_clock_state>;

void arm_next(clock_pointer self) {
  auto& st = self->state;
  if (st.alarms.empty() || st.alarms.top().due >= st.armed)
    return;
  st.armed = st.alarms.top().due;
  self->delayed_send(self, std::max(st.armed - self->clock().now(), span{0}),
                     atom::alarm_v, st.armed);
}

void ring(clock_pointer self, instant which) {
  auto& st = self->state;
  if (which == st.armed) // else one that was overtaken
    st.armed = instant::max();
  const auto now = self->clock().now();
  for (; !st.alarms.empty() && st.alarms.top().due <= now; st.alarms.pop())
    if (const auto whom
        = caf::actor_cast<container_handle>(st.alarms.top().whom))
      self->send(whom, any_event{event::alarm_rang{}});
  arm_next(self);
}

} // namespace

alarm_clock_handle::behavior_type alarm_clock_actor(clock_pointer self,
                                                    std::size_t expected) {
  std::vector<alarm_clock_state::alarm> room;
  room.reserve(expected);
  self->state.alarms = std::priority_queue<alarm_clock_state::alarm>{
    std::less<alarm_clock_state::alarm>{}, std::move(room)};
  return {
    [self](atom::arm, instant due, const caf::actor_addr& whom) {
      self->state.alarms.push({due, whom});
      arm_next(self);
    },
    [self](atom::alarm, instant which) { ring(self, which); },
  };
}

} // namespace spin
