#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "actors/event_feed.hpp"
#include "actors/messages.hpp"
#include "actors/telemetry.hpp"
#include "hooks/delivery_queue.hpp"
#include "hooks/hook_sender.hpp"

namespace spin::hooks {

/// One webhook of the operator's.
struct webhook {
  std::string url;
  /// What it wants, by `tiding`.
  std::vector<tiding> types;
  /// What its requests are signed with; see `key_of`.
  std::string key;

  /// Returns what it is known by in the store: it changes with the URL.
  std::string id() const;
};

using webhooks_handle = caf::typed_actor<
    // What the store holds of an earlier run; sent once, when it has been read.
    caf::reacts_to<atom::recover, std::vector<delivery>>,
    // The store was found emptied: all that waits is written again.
    caf::reacts_to<atom::resave>,
    // INTERNAL: there is something new in the feed.
    caf::reacts_to<atom::noticed>,
    // INTERNAL: a try has ended.
    caf::reacts_to<atom::answered, continuation>,
    // INTERNAL: the time of the next try.
    caf::reacts_to<atom::alarm>>;

/// What it works with.
struct webhooks_setup {
  std::vector<webhook> hooks;
  std::shared_ptr<event_feed> feed;
  gateway_handle gateway;
  std::shared_ptr<hook_sender> sender;
  /// Returns what is sent of a bulletin (JSON), given the id of the event.
  std::function<std::string(const bulletin&, const std::string& id)> write;
  std::function<utc()> wall_clock;
  delivery_queue::limits limits;
  /// Whether the store takes what is written; none: it is taken for granted.
  std::function<bool()> store_is_well = nullptr;
  /// Where deliveries are counted.
  std::shared_ptr<telemetry> meters = std::make_shared<telemetry>();
};

/// Deliveries that were dropped and not told of yet.
struct lost_deliveries {
  std::size_t events = 0;
  std::string first;
};

using webhooks_setup_ptr = std::shared_ptr<const webhooks_setup>;

struct webhooks_state {
  /// First, since CAF makes the state from the actor itself if it can, and a
  /// handle can be made from any actor.
  webhooks_setup_ptr setup;
  std::shared_ptr<feed_bell> bell;
  /// One for each webhook.
  std::vector<delivery_queue> queues;
  /// The number of the last bulletin that was taken.
  std::uint64_t at = 0;
  /// The number of the last delivery.
  std::uint64_t last = 0;
  /// For each webhook: dropped as too many waited, or as it was tried for too
  /// long.
  std::vector<std::array<lost_deliveries, 2>> lost;
  /// When that was told last.
  std::optional<instant> told_of_drops;
  /// Numbers of those that the store may hold.
  std::set<std::uint64_t> saved;
  /// Those among them that it is to drop when it is well again; and whether
  /// some that wait were not saved.
  std::set<std::uint64_t> stale;
  bool unsaved = false;
  /// The earliest alarm that is under way; max() = none.
  instant armed = instant::max();
  /// What the store holds is known: numbers go on from there.
  bool recovered = false;

  static inline const char* name = "webhooks";
};

/// Sends what happens to the webhooks that want it: at least once, in order for
/// each container. What is not delivered yet is in the store too. Nobody waits
/// for it.
webhooks_handle::behavior_type
webhooks_actor(webhooks_handle::stateful_pointer<webhooks_state> self,
               webhooks_setup_ptr setup);

} // namespace spin::hooks

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(std::vector<spin::delivery>)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(spin::hooks::webhooks_setup_ptr)
