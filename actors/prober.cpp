#include "actors/prober.hpp"

namespace spin {

namespace {

struct probed {
  actor_meter* meter;
  caf::actor whom;
  /// A probe is under way.
  bool asked = false;
};

struct probing {
  std::shared_ptr<telemetry> meters;
  std::vector<probed> all;
  instant due;
};

using probing_ptr = std::shared_ptr<probing>;

/// CAF itself answers this, after what came before it.
void probe(prober_handle::pointer self, const probing_ptr& state,
           std::size_t i) {
  auto& one = state->all[i];
  if (one.asked)
    return;
  one.asked = true;
  one.meter->note_probe_sent(self->clock().now());
  const auto back = [self, state, i] {
    state->all[i].asked = false;
    state->all[i].meter->note_probe_back(self->clock().now());
  };
  self->request(one.whom, caf::infinite, caf::sys_atom_v, caf::get_atom_v,
                std::string{"info"})
      .then([back](caf::ok_atom, const std::string&,
                   const caf::strong_actor_ptr&,
                   const std::string&) { back(); },
            [back](const caf::error&) { back(); });
}

void probe_all(prober_handle::pointer self, const probing_ptr& state) {
  const auto now = self->clock().now();
  state->meters->timer_lateness.note((now - state->due).count());
  state->due = now + probe_pause;
  self->delayed_send(self, probe_pause, atom::alarm_v);
  for (std::size_t i = 0; i < state->all.size(); ++i)
    probe(self, state, i);
}

} // namespace

prober_handle::behavior_type prober_actor(prober_handle::pointer self,
                                          std::shared_ptr<telemetry> meters,
                                          probed_actors whom) {
  const auto state = std::make_shared<probing>();
  state->meters = std::move(meters);
  for (auto& [kind, actor] : whom)
    state->all.push_back({&state->meters->of(kind), std::move(actor)});
  state->due = self->clock().now() + probe_pause;
  self->delayed_send(self, probe_pause, atom::alarm_v);
  return {
      [self, state](atom::alarm) { probe_all(self, state); },
  };
}

} // namespace spin
