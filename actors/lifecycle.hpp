#pragma once

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "store/failure.hpp"
#include "store/snapshot.hpp"
#include "store/time.hpp"

// The rule of supervision: what follows from an event for one container. Pure:
// no clock, no engine, no CAF. The container actor is its shell.

namespace spin {

/// When a container that nobody uses is stopped. Source: the manual, chapter
/// "Activity monitoring".
struct idle_policy {
  /// From the start to the first look (`sd_initial_timeout_interval`), > 0.
  span initial = std::chrono::seconds{7200};
  /// Between looks (`sd_timeout_interval`), > 0.
  span interval = std::chrono::seconds{1800};
  /// How long a report other than 0 counts (`sd_report_ttl`); 0 = for ever.
  span report_ttl = std::chrono::seconds{7200};
  /// Never stop for idleness (`sd_disable_timeouts`).
  bool disabled = false;
};

/// The engine calls that a container can have under way; at most one at once.
enum class call : std::uint8_t { none, create, start, inspect, stop, remove };

/// All that is remembered about one container between two events. Plain data;
/// `decide` is the only one who changes it.
struct lifecycle {
  wanted want = wanted::running;
  phase now = phase::creating;
  stop_reason why = stop_reason::none;
  call pending = call::none;
  /// The create has not been answered yet: a failure undoes it.
  bool fresh = true;
  /// The start that `starting` is about has been asked of the engine.
  bool start_sent = false;
  /// The look before found it idle: the next one decides.
  bool last_chance = false;
  /// A report other than 0 came since the last look.
  bool busy_since_check = false;
  incarnation run_id = incarnation::none;
  instant next_check{};
  /// The last number reported in this run.
  std::uint64_t active = 0;
  std::optional<instant> reported_at;
  /// Engine calls that failed in a row; the retry waits longer each time.
  std::uint32_t failures = 0;
  instant retry_at{};
  std::optional<instant> stopped_at;
  std::optional<int> exit_code;

  friend bool operator==(const lifecycle&, const lifecycle&) = default;
};

// -- what can happen ----------------------------------------------------------

namespace event {

/// A client wants a new container; nothing exists yet.
struct create_asked {};
/// A client wants it running.
struct start_asked {};
/// A client wants it stopped.
struct stop_asked {};
/// A client wants it removed.
struct remove_asked {};
/// The container said how many connections it serves.
struct reported {
  std::uint64_t active = 0;
};
/// The moment that `alarm_due` named has come (or an older one).
struct alarm_rang {};
/// We came up again with this record.
struct resumed {};
/// A listing of the engine does not show it.
struct not_listed {};
/// A listing shows it; `differs`: with other ports or addresses than we know.
struct listed {
  bool up = false;
  bool differs = false;
};
/// The pending create made it.
struct made {};
/// The pending start, stop or inspect tells how it is.
struct saw {
  bool up = false;
  incarnation run_id = incarnation::none;
  int exit_code = 0;
};
/// The pending remove removed it.
struct removed {};
/// The pending call failed.
struct failed {
  errc code = errc::internal;
};

} // namespace event

using any_event
  = std::variant<event::create_asked, event::start_asked, event::stop_asked,
                 event::remove_asked, event::reported, event::alarm_rang,
                 event::resumed, event::not_listed, event::listed, event::made,
                 event::saw, event::removed, event::failed>;

// -- what follows -------------------------------------------------------------

namespace effect {

/// Store the new state before anything else happens; if that fails, nothing
/// happened and the client is told so. Always the first effect.
struct commit {
  friend bool operator==(commit, commit) = default;
};
/// Store the new state soon.
struct save {
  friend bool operator==(save, save) = default;
};
/// Ask the engine; `pending` says so until the answer is an event.
struct ask_engine {
  call what = call::none;
  friend bool operator==(ask_engine, ask_engine) = default;
};
/// Answer all clients that wait for it to run: `none` = it runs (or ran).
struct settle {
  errc code = errc::none;
  friend bool operator==(settle, settle) = default;
};
/// Drop the record; the actor ends.
struct forget {
  friend bool operator==(forget, forget) = default;
};

} // namespace effect

using any_effect = std::variant<effect::commit, effect::save, effect::ask_engine,
                                effect::settle, effect::forget>;

struct decision {
  lifecycle next;
  std::vector<any_effect> effects;
  /// Other than `none`: the client's wish is refused and nothing changes.
  errc refusal = errc::none;
};

/// Decides what follows from `what` at `now`. Pure and total: every phase has an
/// answer to every event.
[[nodiscard]] decision decide(const lifecycle& was, const idle_policy& policy,
                              const any_event& what, instant now);

// -- questions ----------------------------------------------------------------

/// Returns when `alarm_rang` is wanted next; none: no need.
std::optional<instant> alarm_due(const lifecycle&, const idle_policy&);

/// Returns when the container would be stopped if nothing more is heard of it:
/// none if it does not run or timeouts are disabled.
std::optional<instant> stops_at(const lifecycle&, const idle_policy&);

/// Returns whether a look at `at` would find the container in use.
bool is_busy(const lifecycle&, const idle_policy&, instant at);

/// Returns `life` with a report of `active` at `now` taken in.
lifecycle with_report(lifecycle life, std::uint64_t active, instant now);

/// Returns how long to wait after the `failures`th failed engine call in a row
/// (>= 1): 1 s, doubling up to 60 s, for ever.
span back_off(std::uint32_t failures);

/// An alarm that rings later than this after its time shows that we did not run
/// meanwhile, so reports could not arrive either.
inline constexpr span missed_after = std::chrono::seconds{30};

} // namespace spin
