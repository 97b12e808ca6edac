#include "docker/gateway_calling.hpp"

#include "config/logging.hpp"

namespace spin::docker::calling {

void want_alarm(self_pointer self) {
  auto& st = self->state;
  if (st.calls.empty() || st.armed <= st.calls.begin()->first.first)
    return;
  st.armed = st.calls.begin()->first.first;
  self->delayed_send(self, std::max(st.armed - self->clock().now(), span::zero()),
                     atom::alarm_v);
}

void give_up_lost_calls(self_pointer self) {
  auto& st = self->state;
  const auto now = self->clock().now();
  if (st.armed <= now)
    st.armed = instant::max();
  while (!st.calls.empty() && st.calls.begin()->first.first <= now) {
    const auto lost = st.calls.extract(st.calls.begin());
    lost.mapped()();
  }
  want_alarm(self);
}

void note_queue(self_pointer self) {
  const auto& st = self->state;
  st.config.meters->engine.queued = static_cast<std::int64_t>(
    st.queue->waiting());
}

void note_call(self_pointer self, const errand& what, span took,
               const failure* why) {
  using std::chrono::microseconds;
  auto& meter = self->state.config.meters->engine.of(what.verb);
  --meter.in_flight;
  meter.took.note(took.count());
  meter.note(why ? why->code : errc::none);
  if (!log::enabled(config::log_level::debug))
    return;
  log::debug("engine call",
             {{"call", what.verb},
              {"for", std::string_view{what.whom}},
              {"container_id", std::string_view{what.container}},
              {"outcome", why ? to_string(why->code) : "ok"},
              {"micros", std::chrono::floor<microseconds>(took).count()},
              {key_of(what.by), to_string(what.by)}});
}

} // namespace spin::docker::calling
