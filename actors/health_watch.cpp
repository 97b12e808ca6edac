#include "actors/health_watch.hpp"

namespace spin {

namespace {

using watch_pointer = health_watch_handle::stateful_pointer<health_watch_state>;

void tell_one(watch_pointer self, vital which, const vital_sign& sign, utc now) {
  bulletin what;
  what.what = sign.well ? tiding::recovered : tiding::degraded;
  what.at = {self->clock().now(), now};
  what.part = which;
  what.since = sign.since;
  if (!sign.well)
    what.trouble = {errc::none, sign.problem};
  self->state.feed->publish(std::move(what));
}

void look(watch_pointer self) {
  auto& st = self->state;
  for (std::size_t i = 0; i < st.known.size(); ++i) {
    const auto which = health_board::all.at(i);
    const auto sign = st.health->look(which);
    auto& known = st.known.at(i);
    const bool begins =
        !known && !sign.well && self->clock().now() - st.began < time_to_begin;
    // That one is well for the first time is no recovery.
    const bool is_news = known ? *known != sign.well : !sign.well;
    if (begins)
      continue;
    known = sign.well;
    if (is_news)
      tell_one(self, which, sign, st.wall_clock());
  }
  self->delayed_send(self, health_look_interval, atom::alarm_v);
}

} // namespace

health_watch_handle::behavior_type
health_watch_actor(watch_pointer self, std::shared_ptr<event_feed> feed,
                   std::shared_ptr<const health_board> health,
                   std::function<utc()> wall_clock) {
  auto& st = self->state;
  st.feed = std::move(feed);
  st.health = std::move(health);
  st.wall_clock = std::move(wall_clock);
  st.began = self->clock().now();
  self->send(self, atom::alarm_v);
  return {[self](atom::alarm) { look(self); }};
}

} // namespace spin
