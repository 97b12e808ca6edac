#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "actors/counting.hpp"
#include "actors/lifecycle.hpp"

// What the actors count of themselves, for operators. Nothing in here depends
// on who reads it; http/metrics prints it. All of it is thread-safe.

namespace spin {

/// The kinds of actors that are told apart.
enum class actor_kind : std::uint8_t {
  container,
  registry,
  gateway,
  store_writer,
  event_watcher,
  alarm_clock,
  token_keeper,
  savings_keeper,
  pulse,
  prober,
  health_watch,
  event_fan,
  webhooks,
  /// One for each request that waits for another actor.
  reply,
};

/// How an actor ended.
enum class actor_end : std::uint8_t { normal, shutdown, killed, fault };

/// How many values an enumeration has, by its last one.
template <class Enum>
constexpr std::size_t count_up_to(Enum last) noexcept {
  return static_cast<std::size_t>(last) + 1;
}

inline constexpr auto actor_kinds = count_up_to(actor_kind::reply);
inline constexpr auto actor_ends = count_up_to(actor_end::fault);
inline constexpr auto failure_kinds = count_up_to(errc::internal);
inline constexpr auto phase_kinds = count_up_to(phase::resuming);
inline constexpr auto stop_reasons = count_up_to(stop_reason::outside);

std::string_view to_string(actor_kind) noexcept;
std::string_view to_string(actor_end) noexcept;

/// The actors of one kind.
class actor_meter {
public:
  tally spawned;
  std::array<tally, actor_ends> ended;
  tally restarted;
  /// How long the handling of a message took, in nanoseconds.
  spread handling{10'000,      100'000,       1'000'000,     10'000'000,
                  100'000'000, 1'000'000'000, 10'000'000'000};

  void note_end(actor_end how) noexcept {
    ended[static_cast<std::size_t>(how)].add();
  }

  std::uint64_t alive() const noexcept;

  // -- mailboxes, looked at every `sample_every` while messages come
  // -----------

  static constexpr span sample_every = std::chrono::milliseconds{20};

  /// How long the longest of the samples counts, at least (and twice that at
  /// most).
  static constexpr span longest_counts = std::chrono::seconds{60};

  /// Returns whether somebody is to look at a mailbox now; then nobody else is
  /// for a while.
  bool wants_sample(instant now) noexcept;
  void note_mailbox(std::size_t length, instant now) noexcept;
  std::int64_t latest_mailbox() const noexcept { return latest_; }
  std::int64_t longest_mailbox(instant now) const noexcept;

  // -- probes: how long a message waits --------------------------------------

  void note_probe_sent(instant now) noexcept;
  void note_probe_back(instant now) noexcept;

  /// Returns how long the message that waits longest has waited, as far as the
  /// probes tell: of one that is under way its age, else what the last one
  /// took.
  span oldest_message(instant now) const noexcept;

private:
  std::atomic<span::rep> next_sample_{0};
  level latest_{0};
  /// The longest of the present window and of the one before it.
  level longest_{0};
  level longest_before_{0};
  std::atomic<span::rep> window_ends_{0};
  std::atomic<span::rep> probe_sent_{0};
  std::atomic<span::rep> probe_took_{0};
};

/// The verbs of the engine by which its calls are counted; the last one stands
/// for all others.
inline constexpr std::array<std::string_view, 14> engine_verbs{
    "images", "image",   "create", "start", "stop", "pause", "resume",
    "remove", "inspect", "list",   "ping",  "logs", "stats", "other"};

/// One verb.
class engine_call_meter {
public:
  level in_flight{0};
  /// How long calls took, from the moment that they could begin, in
  /// nanoseconds.
  spread took{1'000'000,      5'000'000,      10'000'000,    50'000'000,
              100'000'000,    500'000'000,    1'000'000'000, 5'000'000'000,
              10'000'000'000, 30'000'000'000, 90'000'000'000};

  void note(errc how) noexcept { by_outcome_[index(how)].add(); }
  std::uint64_t count(errc how) const noexcept {
    return by_outcome_[index(how)].read();
  }

private:
  static std::size_t index(errc how) noexcept {
    return static_cast<std::size_t>(how);
  }

  std::array<tally, failure_kinds> by_outcome_;
};

/// The gateway's calls of the engine.
class engine_meter {
public:
  engine_call_meter& of(std::string_view verb) noexcept;
  const std::array<engine_call_meter, engine_verbs.size()>& all() const {
    return calls_;
  }

  /// Calls that wait for their turn or for room.
  level queued{0};

private:
  std::array<engine_call_meter, engine_verbs.size()> calls_;
};

/// The store writer.
class store_meter {
public:
  tally writes;
  tally failures;
  /// Records in a group that was written.
  spread group{1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 10'000};
  /// How long a group took, also one that failed, in nanoseconds.
  spread took{100'000,       500'000,       1'000'000,     5'000'000,
              10'000'000,    50'000'000,    100'000'000,   500'000'000,
              1'000'000'000, 5'000'000'000, 10'000'000'000};
  /// Records that wait to be written.
  level unsaved{0};
};

/// The supervision of containers.
class supervision_meter {
public:
  /// How often a container came into that phase.
  tally& into(phase what) noexcept {
    return phases_[static_cast<std::size_t>(what)];
  }
  /// How often one came to a stop (or pause), and why.
  tally& stopped(stop_reason why) noexcept {
    return stops_[static_cast<std::size_t>(why)];
  }
  std::uint64_t count(phase what) const noexcept {
    return phases_[static_cast<std::size_t>(what)].read();
  }
  std::uint64_t count(stop_reason why) const noexcept {
    return stops_[static_cast<std::size_t>(why)].read();
  }

  /// How long after their due stops (and pauses) by rule were asked for, in
  /// nanoseconds: the first time, when the container's actor hands them to the
  /// gateway.
  spread deadline_error{1'000'000,     5'000'000,     10'000'000,
                        50'000'000,    100'000'000,   500'000'000,
                        1'000'000'000, 5'000'000'000, 30'000'000'000};
  /// How late alarms reached their container, in nanoseconds.
  spread alarm_lateness{1'000'000,   5'000'000,   10'000'000,    50'000'000,
                        100'000'000, 500'000'000, 1'000'000'000, 5'000'000'000};
  /// Stops for idleness that were called off on the way to the engine.
  tally called_off;

private:
  std::array<tally, phase_kinds> phases_;
  std::array<tally, stop_reasons> stops_;
};

/// Those who are told what happens.
class listening_meter {
public:
  /// Clients that follow the events, and how many were cut off as they did not
  /// read.
  level streams{0};
  tally cut_off;
  // Of all webhooks together.
  tally delivered;
  /// Tries that failed.
  tally failed;
  tally dropped;
  level waiting{0};
  /// Webhooks that take nothing.
  level away{0};
};

/// All of it. One for a server.
class telemetry {
public:
  /// `counts` false: nothing is counted, to measure what counting costs.
  explicit telemetry(bool counts = true) : counts_(counts) {}

  bool counts() const noexcept { return counts_; }

  actor_meter& of(actor_kind what) noexcept {
    return actors_[static_cast<std::size_t>(what)];
  }
  const actor_meter& of(actor_kind what) const noexcept {
    return actors_[static_cast<std::size_t>(what)];
  }

  engine_meter engine;
  store_meter store;
  supervision_meter supervision;
  listening_meter listening;
  /// How late a timer of one second rings, in nanoseconds.
  spread timer_lateness{100'000,       500'000,      1'000'000,   5'000'000,
                        10'000'000,    50'000'000,   100'000'000, 500'000'000,
                        1'000'000'000, 5'000'000'000};

  /// Notes what became of a container at `now`: `was` turned into `next` under
  /// `policy`.
  void note_change(const lifecycle& was, const lifecycle& next,
                   const idle_policy& policy, instant now);

private:
  const bool counts_;
  std::array<actor_meter, actor_kinds> actors_;
};

} // namespace spin
