#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include <caf/all.hpp>

#include "actors/messages.hpp"
#include "actors/telemetry.hpp"
#include "http/event_wish.hpp"
#include "http/principal.hpp"

namespace spin::http {

/// Where the events of one listener go.
class event_sink {
public:
  virtual ~event_sink() = default;

  /// Writes at once or later, and never waits. False: nobody reads any more.
  virtual bool write(std::string_view text) = 0;

  /// Returns how many bytes have not been taken yet; none: as above.
  virtual std::optional<std::size_t> waiting() = 0;
};

/// Somebody who listens.
struct listener {
  std::unique_ptr<event_sink> to;
  event_filter wants = {};
  principal who = {};
  /// The number of the last bulletin that was passed on, or passed over.
  resumption at = {};
  /// Returns whether who listens would still be let in.
  std::function<bool()> is_welcome = [] { return true; };
  /// When it gets the next heartbeat.
  instant beat_at{};
};

/// Whoever gets it takes the listener out of it.
using listener_ptr = std::shared_ptr<listener>;

using event_fan_handle = caf::typed_actor<
    // One more listens.
    caf::reacts_to<atom::watch, listener_ptr>,
    // INTERNAL: there is something new in the feed.
    caf::reacts_to<atom::noticed>,
    // INTERNAL: go on with those who have more to get.
    caf::reacts_to<atom::flush>,
    // INTERNAL: the time to look who is there.
    caf::reacts_to<atom::alarm>>;

struct event_fan_state {
  /// First, since CAF makes the state from the actor itself if it can, and a
  /// handle can be made from any actor.
  std::shared_ptr<event_feed> feed;
  std::function<clock_pair()> now;
  server_policy policy;
  std::shared_ptr<telemetry> meters;
  std::shared_ptr<feed_bell> bell;
  std::vector<listener_ptr> all;
  bool flush_sent = false;
  bool alarm_sent = false;

  static inline const char* name = "event-fan";
};

/// How often each listener gets a heartbeat, and is asked whether it may still
/// listen.
inline constexpr span heartbeat_interval = std::chrono::seconds{15};

/// How often it is looked who has left.
inline constexpr span leave_look_interval = std::chrono::seconds{1};

/// Who has so much before them that they have not read gets no more until they
/// have, in bytes. They are cut off by their connection if they take nothing,
/// and by the fan when what comes next for them is not kept any more.
inline constexpr std::size_t most_unread = std::size_t{64} * 1024;

/// Passes the feed on to everybody who listens; waits for none of them. The
/// text of a bulletin is made once.
event_fan_handle::behavior_type
event_fan_actor(event_fan_handle::stateful_pointer<event_fan_state> self,
                std::shared_ptr<event_feed> feed,
                std::function<clock_pair()> now, server_policy policy,
                std::shared_ptr<telemetry> meters);

} // namespace spin::http

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(spin::http::listener_ptr)
