#pragma once

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "actors/policy.hpp"
#include "docker/types.hpp"
#include "store/failure.hpp"
#include "store/snapshot.hpp"
#include "store/time.hpp"

// The rule of supervision: what follows from an event for one container. Pure:
// no clock, no engine, no CAF. The container actor is its shell.

namespace spin {

/// The engine calls that a container can have under way; at most one at once.
enum class call : std::uint8_t {
  none,
  create,
  start,
  inspect,
  stop,
  remove,
  pause,
  resume,
};

std::string_view to_string(call) noexcept;

/// What a container says about itself.
struct report {
  /// Connections it serves now; 0 = idle. None: it did not say.
  std::optional<std::uint64_t> active = std::nullopt;
  /// It wants to be held for this long whatever it reports; 0 = no longer.
  std::optional<span> busy_for = std::nullopt;
};

/// How a run ended, on the steady clock (see `run_end`).
struct ended_run {
  instant at{};
  std::optional<int> exit_code;
  stop_reason why = stop_reason::none;
  bool oom_killed = false;

  friend bool operator==(const ended_run&, const ended_run&) = default;
};

/// All that is remembered about one container between two events. Plain data;
/// `decide` is the only one who changes it. An instant of zero is "never".
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
  /// A report other than 0 came since the last look, or a lease was taken.
  bool busy_since_check = false;
  /// By what it does itself it would have been stopped at `next_check`, but its
  /// group is in use.
  bool waits_for_group = false;
  /// It has been said that it stops soon.
  bool warned = false;
  /// Something happened to it while a call was under way: look again.
  bool dirty = false;
  /// Somebody else used the engine's stop on this run.
  bool stop_noticed = false;
  /// A client that wants it running waits for a look whether it does.
  bool confirming = false;
  /// A client wanted it running, or stopped, after the pending call was made:
  /// what that answers may have been true before.
  bool asked_since = false;
  /// Taken up from a record: what it reported meanwhile is not known.
  bool stale = false;
  /// Engine calls that failed in a row; the retry waits longer each time.
  std::uint32_t failures = 0;
  incarnation run_id = incarnation::none;
  /// When this run began, as far as we saw.
  instant began{};
  instant next_check{};
  /// The last number reported in this run.
  std::uint64_t active = 0;
  std::optional<instant> reported_at;
  /// The leases: of a client, and of the container itself.
  instant held_until{};
  instant busy_until{};
  instant retry_at{};
  /// When the stop that `stopping` is about was asked of the engine. Until its
  /// answer is known the engine may be at it, also over a restart of ours.
  instant stop_sent{};
  /// How the last run ended; kept while it runs again.
  std::optional<ended_run> ended;

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
/// A client takes a lease for that long, or gives it back (0).
struct keep_alive_asked {
  span length{0};
};
/// A client changed its policy; `decide` is called with the new one.
struct policy_changed {};
/// The container said something.
struct reported {
  report said;
};
/// The moment that `alarm_due` named has come (or an older one), or what others
/// of its group do has changed.
struct alarm_rang {};
/// We came up again with this record.
struct recovered {};
/// The store was found emptied: what it held of this must be written again.
struct store_emptied {};
/// A listing of the engine does not show it.
struct not_listed {};
/// A listing shows it; `differs`: with other ports or addresses than we know.
struct listed {
  bool up = false;
  bool differs = false;
  bool paused = false;
};
/// The engine's event stream says so.
struct noticed {
  docker::happening what = docker::happening::started;
  /// As in `docker::engine_event`; comparable with an incarnation.
  std::int64_t at = 0;
};
/// The pending create made it.
struct made {};
/// The pending call tells how it is.
struct saw {
  bool up = false;
  incarnation run_id = incarnation::none;
  int exit_code = 0;
  bool paused = false;
  bool oom_killed = false;
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
                 event::remove_asked, event::keep_alive_asked,
                 event::policy_changed, event::reported, event::alarm_rang,
                 event::recovered, event::store_emptied, event::not_listed,
                 event::listed, event::noticed, event::made, event::saw, event::removed,
                 event::failed>;

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
/// Say that it stops soon.
struct warn {
  friend bool operator==(warn, warn) = default;
};
/// Drop the record; the actor ends.
struct forget {
  friend bool operator==(forget, forget) = default;
};

} // namespace effect

using any_effect
  = std::variant<effect::commit, effect::save, effect::ask_engine,
                 effect::settle, effect::warn, effect::forget>;

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

/// Returns when idleness would end it if nothing more is heard of it and it were
/// in no group; none: never, or it does not run.
std::optional<instant> idle_end(const lifecycle&, const idle_policy&);

/// Returns when the container would be stopped (paused, removed) if nothing more
/// is heard of it, or of its group; none: never, or it does not run.
std::optional<instant> stops_at(const lifecycle&, const idle_policy&);

/// Returns when it is to be said that it stops soon; none: not before it stops.
std::optional<instant> warns_at(const lifecycle&, const idle_policy&);

/// Returns whether a look at `at` would find the container in use.
bool is_busy(const lifecycle&, const idle_policy&, instant at);

/// Returns whether a stop for idleness that was decided must not be carried out
/// at `at` after all.
bool calls_idle_off(const lifecycle&, const idle_policy&, instant at);

/// Returns `life` with `said` at `now` taken in.
lifecycle with_report(lifecycle life, const report& said, instant now);

/// Returns how often a report is stored that changes nothing of what a look
/// finds, at most: a tenth of the interval, between 5 s and 5 min. After a crash
/// the moment of the last report may be older by that, no more: the first one of
/// each interval that is other than 0 is stored at once.
span report_save_interval(const idle_policy&);

/// Returns whether a container in that phase can be the one that reports.
bool can_report(phase) noexcept;

/// Returns whether work is under way in that phase: it must end by itself.
bool is_working(phase) noexcept;

/// Returns how long to wait after the `failures`th failed engine call in a row
/// (>= 1): 1 s, doubling up to 60 s, for ever; up to a fifth less, as `salt`
/// has it, so that those who failed together do not all come back together.
span back_off(std::uint32_t failures, std::uint64_t salt = 0);

/// An alarm that rings later than this after its time shows that we did not run
/// meanwhile, so reports could not arrive either.
inline constexpr span missed_after = std::chrono::seconds{30};

/// What the engine may need for a stop beyond the grace.
inline constexpr span stop_allowance = std::chrono::seconds{20};

} // namespace spin
