#pragma once

#include <array>
#include <functional>
#include <memory>
#include <optional>

#include <caf/all.hpp>

#include "actors/event_feed.hpp"
#include "actors/messages.hpp"
#include "store/health.hpp"

namespace spin {

/// How often the parts are looked at. One that is ill and well again between
/// two looks is not told of.
inline constexpr span health_look_interval = std::chrono::milliseconds{500};

/// How long a part may take to be well for the first time.
inline constexpr span time_to_begin = std::chrono::seconds{5};

using health_watch_handle = caf::typed_actor<
    // INTERNAL: the time of the next look.
    caf::reacts_to<atom::alarm>>;

struct health_watch_state {
  /// First, since CAF makes the state from the actor itself if it can, and a
  /// handle can be made from any actor.
  std::shared_ptr<event_feed> feed;
  std::shared_ptr<const health_board> health;
  std::function<utc()> wall_clock;
  instant began{};
  /// Whether each was well at the last look; none: it has not been tried yet.
  std::array<std::optional<bool>, health_board::all.size()> known{};

  static inline const char* name = "health-watch";
};

/// Tells which parts of the server degrade and recover. The board itself only
/// shows: who is asked and says nothing is ill by the passing of time alone.
health_watch_handle::behavior_type health_watch_actor(
    health_watch_handle::stateful_pointer<health_watch_state> self,
    std::shared_ptr<event_feed> feed,
    std::shared_ptr<const health_board> health,
    std::function<utc()> wall_clock);

} // namespace spin

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(std::shared_ptr<spin::event_feed>)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(std::shared_ptr<const spin::health_board>)
