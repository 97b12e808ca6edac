#include "actors/telemetry.hpp"

#include <algorithm>

namespace spin {

std::string_view to_string(actor_kind what) noexcept {
  switch (what) {
  case actor_kind::container:
    return "container";
  case actor_kind::registry:
    return "registry";
  case actor_kind::gateway:
    return "gateway";
  case actor_kind::store_writer:
    return "store-writer";
  case actor_kind::event_watcher:
    return "event-watcher";
  case actor_kind::alarm_clock:
    return "alarm-clock";
  case actor_kind::token_keeper:
    return "token-keeper";
  case actor_kind::savings_keeper:
    return "savings-keeper";
  case actor_kind::pulse:
    return "pulse";
  case actor_kind::prober:
    return "prober";
  case actor_kind::health_watch:
    return "health-watch";
  case actor_kind::event_fan:
    return "event-fan";
  case actor_kind::webhooks:
    return "webhooks";
  case actor_kind::reply:
    return "reply";
  }
  return "unknown";
}

std::string_view to_string(actor_end what) noexcept {
  switch (what) {
  case actor_end::normal:
    return "normal";
  case actor_end::shutdown:
    return "shutdown";
  case actor_end::killed:
    return "killed";
  case actor_end::fault:
    return "fault";
  }
  return "unknown";
}

// -- actors
// ---------------------------------------------------------------------

std::uint64_t actor_meter::alive() const noexcept {
  // The ends first: who is spawned meanwhile must not be missing.
  std::uint64_t gone = 0;
  for (const auto& each : ended)
    gone += each.read();
  return std::max(spawned.read(), gone) - gone;
}

bool actor_meter::wants_sample(instant now) noexcept {
  const auto at = now.time_since_epoch().count();
  auto due = next_sample_.load(std::memory_order_relaxed);
  return at >= due
         && next_sample_.compare_exchange_strong(due,
                                                 at + sample_every.count());
}

void actor_meter::note_mailbox(std::size_t length, instant now) noexcept {
  const auto size = static_cast<std::int64_t>(length);
  const auto at = now.time_since_epoch().count();
  latest_ = size;
  // Two samples at once are 20 ms apart, so that nobody interferes.
  if (const auto ends = window_ends_.load(); at >= ends) {
    const bool next_one = at < ends + longest_counts.count();
    longest_before_ = next_one ? longest_.load() : 0;
    longest_ = 0;
    window_ends_ = at + longest_counts.count();
  }
  longest_ = std::max(longest_.load(), size);
}

std::int64_t actor_meter::longest_mailbox(instant now) const noexcept {
  const auto at = now.time_since_epoch().count();
  const auto ends = window_ends_.load();
  if (at >= ends + longest_counts.count())
    return 0; // long ago
  return at >= ends ? longest_.load()
                    : std::max(longest_.load(), longest_before_.load());
}

void actor_meter::note_probe_sent(instant now) noexcept {
  probe_sent_ = now.time_since_epoch().count();
}

void actor_meter::note_probe_back(instant now) noexcept {
  const auto sent = probe_sent_.exchange(0);
  if (sent != 0)
    probe_took_ = now.time_since_epoch().count() - sent;
}

span actor_meter::oldest_message(instant now) const noexcept {
  const auto sent = probe_sent_.load();
  if (sent == 0)
    return span{probe_took_.load()};
  return std::max(now.time_since_epoch() - span{sent}, span::zero());
}

// -- the engine
// -----------------------------------------------------------------

engine_call_meter& engine_meter::of(std::string_view verb) noexcept {
  const auto i = std::find(engine_verbs.begin(), engine_verbs.end() - 1, verb);
  return calls_[static_cast<std::size_t>(i - engine_verbs.begin())];
}

// -- supervision
// ----------------------------------------------------------------

namespace {

/// Returns when the stop (or pause) was due that our own rule asks for just now
/// for the first time; none: it asks for none, or again.
std::optional<instant> due_of_stop(const lifecycle& was, const lifecycle& next,
                                   const idle_policy& policy) {
  const bool asks =
      next.pending != was.pending && was.failures == 0
      && (next.pending == call::stop || next.pending == call::pause);
  if (asks && next.why == stop_reason::idle)
    return next.next_check;
  if (asks && next.why == stop_reason::max_age)
    return next.began + policy.max_age;
  return std::nullopt;
}

/// Returns whether a stop for idleness turned out not to be wanted.
bool is_called_off(const lifecycle& was, const lifecycle& next) noexcept {
  const bool ending = was.now == phase::stopping || was.now == phase::pausing;
  return ending && was.why == stop_reason::idle && next.now == phase::running;
}

} // namespace

void telemetry::note_change(const lifecycle& was, const lifecycle& next,
                            const idle_policy& policy, instant now) {
  if (!counts_)
    return;
  if (const auto due = due_of_stop(was, next, policy))
    supervision.deadline_error.note((now - *due).count());
  if (next.ended && next.ended != was.ended)
    supervision.stopped(next.ended->why).add();
  if (was.now == next.now)
    return;
  supervision.into(next.now).add();
  if (next.now == phase::paused)
    supervision.stopped(next.why).add();
  if (is_called_off(was, next))
    supervision.called_off.add();
}

} // namespace spin
