#include "actors/event_watcher.hpp"

#include <algorithm>

#include "actors/lifecycle.hpp"
#include "config/logging.hpp"

namespace spin {

namespace {

using watcher_pointer = event_watcher_handle::stateful_pointer<event_watcher_state>;

void begin_later(watcher_pointer self) {
  auto& st = self->state;
  if (std::exchange(st.begin_sent, true))
    return;
  const auto salt = static_cast<std::uint64_t>(st.last_at);
  self->delayed_send(self,
                     std::min(back_off(++st.failures, salt), longest_pause),
                     atom::watch_v);
}

void begin_watch(watcher_pointer self) {
  auto& st = self->state;
  st.begin_sent = false;
  st.begun = true;
  if (std::exchange(st.following, true))
    return;
  self->send(st.gateway, atom::watch_v, st.last_at,
             caf::actor_cast<event_watcher_handle>(self));
}

/// One pass at a time; one that is asked for meanwhile comes after it.
void audit(watcher_pointer self) {
  auto& st = self->state;
  if (std::exchange(st.auditing, true)) {
    st.audit_again = true;
    return;
  }
  const auto over = [self] {
    self->state.auditing = false;
    if (std::exchange(self->state.audit_again, false))
      audit(self);
  };
  self->request(st.registry, caf::infinite, atom::audit_v,
                cause{trigger::pass})
    .then(
      [self, over](done) {
        // Before `watch` the records may not have been taken up yet.
        if (self->state.begun)
          self->state.health->well(vital::recovery);
        over();
      },
      [over](const caf::error&) { over(); });
}

void on_opened(watcher_pointer self) {
  auto& st = self->state;
  st.failures = 0;
  if (st.health->well(vital::events))
    log::info("following the engine's events");
  audit(self);
}

void on_ended(watcher_pointer self, const failure& why) {
  auto& st = self->state;
  st.following = false;
  if (st.health->ill(vital::events, why.what))
    log::warning("the engine's event stream has ended", {{"reason", why.what}});
  begin_later(self);
}

void ping(watcher_pointer self) {
  const auto next = [self] {
    self->delayed_send(self, ping_interval, atom::alarm_v);
  };
  self->state.health->asked(vital::engine);
  self->request(self->state.gateway, caf::infinite, atom::ping_v)
    .then(
      [self, next](const docker::engine_version& is) {
        next();
        const auto& st = self->state;
        if (!st.health->well(vital::engine)) {
          // It answered before, but perhaps not with a listing.
          if (st.begun && !st.auditing && !st.health->look(vital::recovery).well)
            audit(self);
          return;
        }
        log::info("engine answers", {{"engine", is.engine}, {"api", is.api}});
        audit(self);
      },
      [self, next](const caf::error& error) {
        next();
        const auto why = to_failure(error).what;
        if (self->state.health->ill(vital::engine, why))
          log::error("engine is away", {{"reason", why}});
      });
}

} // namespace

event_watcher_handle::behavior_type event_watcher_actor(
  watcher_pointer self, gateway_handle gateway, registry_handle registry,
  std::shared_ptr<health_board> health) {
  auto& st = self->state;
  st.gateway = std::move(gateway);
  st.registry = std::move(registry);
  st.health = std::move(health);
  self->send(self, atom::alarm_v);
  return {
    [self](atom::watch) { begin_watch(self); },
    [self](atom::opened) { on_opened(self); },
    [self](atom::noticed, const docker::engine_event& what) {
      auto& last = self->state.last_at;
      last = std::max(last, what.at);
      self->send(self->state.registry, atom::noticed_v, what);
    },
    [self](atom::ended, const failure& why) { on_ended(self, why); },
    [self](atom::alarm) { ping(self); },
  };
}

} // namespace spin
