#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/cause.hpp"
#include "store/create_options.hpp"
#include "store/failure.hpp"
#include "store/policy.hpp"
#include "store/port_binding.hpp"
#include "store/time.hpp"

namespace spin {

/// What the user wants of a container; kept apart from what it does (`phase`).
enum class wanted : std::uint8_t { running, stopped, removed, paused };

/// What a container does as far as we know. Work under way has a phase of its
/// own, so that a restart of ours knows what to finish.
enum class phase : std::uint8_t {
  /// The wish is stored; the engine may or may not have made the container.
  creating,
  /// A start is asked of the engine.
  starting,
  running,
  /// A stop is asked of the engine, or about to be.
  stopping,
  stopped,
  /// A removal is asked of the engine; hidden from every list.
  removing,
  /// The engine does not have it any more; its record goes.
  gone,
  /// A pause is asked of the engine, or about to be.
  pausing,
  /// Frozen: it runs, but none of its processes does anything.
  paused,
  /// The end of a pause is asked of the engine.
  resuming,
};

/// Why a container is (being) stopped or paused.
enum class stop_reason : std::uint8_t {
  none,
  /// Nobody used it.
  idle,
  /// A client asked.
  asked,
  /// It ended by itself or was killed.
  died,
  /// The engine refused to start it.
  start_failed,
  /// It reached the age that its policy allows.
  max_age,
  /// Somebody else stopped or paused it through the engine.
  outside,
};

/// What the engine says of a container by its HEALTHCHECK.
enum class health_status : std::uint8_t {
  /// It has none, or does not run.
  none,
  /// It has neither passed yet nor failed too often.
  starting,
  healthy,
  unhealthy,
};

/// The SHA-256 of a check-in token. The token itself is known to its container
/// only.
using digest = std::array<std::uint8_t, 32>;

/// Who a container is; fixed for its life.
struct identity {
  /// Ours, chosen before the engine is asked: 32 hex digits. The key of the
  /// store and the value of the label `spin-docker.id`.
  std::string id;
  /// The engine's 64 hex digits; empty until the engine made the container.
  std::string container_id;
  /// Without the leading slash.
  std::string name;
  /// As the client wrote it.
  std::string image;
  /// SHA-256 of the check-in token; all zero if it has none.
  digest token_digest{};
  utc created_at{};
  /// The user who had it made; empty: made before there were users, or by hand.
  std::string owner = {};

  friend bool operator==(const identity&, const identity&) = default;
};

/// How one run of a container is reached; fixed while its incarnation lasts.
struct run_facts {
  /// Sorted by port, then protocol.
  std::vector<port_binding> ports;
  /// Every address the engine gave it, on all its networks; sorted.
  std::vector<std::string> addresses;

  friend bool operator==(const run_facts&, const run_facts&) = default;
};

/// How a run of a container ended.
struct run_end {
  stop_reason why = stop_reason::none;
  /// When we learned of it.
  utc at{};
  /// None: it never ran, or the engine refused to start it.
  std::optional<int> exit_code;
  /// The kernel killed a process of it for memory.
  bool oom_killed = false;

  friend bool operator==(const run_end&, const run_end&) = default;
};

/// One change of a container's phase.
struct transition {
  utc at{};
  phase to = phase::creating;
  stop_reason why = stop_reason::none;
  cause by;

  friend bool operator==(const transition&, const transition&) = default;
};

/// What a look at a container's activity found.
enum class verdict : std::uint8_t {
  /// Somebody uses it.
  busy,
  /// Nobody does: the next look decides.
  idle,
  /// Nobody does, for the second time: it is stopped (paused, removed).
  idle_again,
  /// Reports could not have reached us: it gets one more interval.
  missed,
};

/// One look.
struct past_check {
  utc at{};
  verdict found = verdict::busy;

  friend bool operator==(const past_check&, const past_check&) = default;
};

/// What became of a container, oldest first.
struct history {
  std::vector<transition> changes;
  std::vector<past_check> checks;

  friend bool operator==(const history&, const history&) = default;
};

/// Everything that must survive us about one container.
struct snapshot {
  identity who;
  run_facts run;
  /// What its HEALTHCHECK says, and whether its port has answered in this run.
  health_status health = health_status::none;
  bool answers = false;
  wanted want = wanted::running;
  phase now = phase::creating;
  stop_reason why = stop_reason::none;
  incarnation run_id = incarnation::none;
  /// When this run began; its age counts from here.
  utc began{};
  /// The next look at its activity; meaningful while it runs.
  utc next_check{};
  /// While it is being stopped: when the engine was asked to.
  std::optional<utc> stop_sent;
  /// The look before found it idle: the next one decides.
  bool last_chance = false;
  /// A report with a number other than 0 came since the last look.
  bool busy_since_check = false;
  /// The last number reported.
  std::uint64_t active = 0;
  std::optional<utc> reported_at;
  /// The leases: held by a client, and asked for by the container itself.
  std::optional<utc> held_until;
  std::optional<utc> busy_until;
  /// How its last run ended; kept while it runs again.
  std::optional<run_end> last_end;
  policy_overrides own;
  /// How it was made, beside its image.
  create_options options;
  /// What it took in memory when it was last found idle, in bytes; 0 = not known.
  std::uint64_t idle_memory = 0;
  /// The latest of what became of it.
  history past;
  /// The machine's run in which this was written, and how far UTC was ahead of
  /// the steady clock then: while that run lasts, a wall clock that was moved
  /// does not move the moments in here. Empty = not known.
  std::string boot;
  std::chrono::milliseconds lead{0};

  friend bool operator==(const snapshot&, const snapshot&) = default;
};

/// The version that `encode` writes. `decode` reads this one and all before it.
inline constexpr int snapshot_version = 3;

/// Writes `what` as one JSON object on one line. Round trip:
/// `decode(encode(s)) == s` for every s whose fields are as their comments say.
/// Text that is not UTF-8 is written with U+FFFD for each stray byte.
std::string encode(const snapshot& what);

/// Reads what `encode` wrote. Errors: `malformed` with the field that is
/// missing, of the wrong type or out of range, or the version if it is newer
/// than ours. Never returns half a snapshot; unknown fields are ignored.
outcome<snapshot> decode(std::string_view json);

std::string_view to_string(wanted) noexcept;
std::string_view to_string(phase) noexcept;
std::string_view to_string(stop_reason) noexcept;
std::string_view to_string(verdict) noexcept;
std::string_view to_string(health_status) noexcept;

} // namespace spin
