#pragma once

#include <memory>
#include <utility>
#include <vector>

#include <caf/all.hpp>

#include "actors/messages.hpp"
#include "actors/telemetry.hpp"

namespace spin {

using prober_handle = caf::typed_actor<
    // INTERNAL: the time of the next probes.
    caf::reacts_to<atom::alarm>>;

/// Whom to probe.
using probed_actors = std::vector<std::pair<actor_kind, caf::actor>>;

/// How often it probes.
inline constexpr span probe_pause = std::chrono::seconds{1};

/// Sends each of `whom` a message that every actor answers by itself, at most
/// one at a time, and notes how long that waits in the mailbox. Notes too how
/// late its own timer rings. Keeps `whom` alive.
prober_handle::behavior_type prober_actor(prober_handle::pointer self,
                                          std::shared_ptr<telemetry> meters,
                                          probed_actors whom);

} // namespace spin

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(std::shared_ptr<spin::telemetry>)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(spin::probed_actors)
