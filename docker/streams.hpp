#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "store/failure.hpp"
#include "store/pace.hpp"

/// What can be read of a container piece by piece: its log and its statistics.
namespace spin::docker {

/// Takes what comes, on a thread of the engine's own: must neither block nor
/// throw.
template <class... Piece>
struct stream_reader {
  std::function<void(Piece...)> take;
  /// All that has come so far was told: who gathers pieces hands them on.
  std::function<void()> caught_up;
  /// Called once, last, if the stream was opened. None: this was all of it.
  std::function<void(std::optional<failure>)> ended;
  /// Steers the stream: held back, nothing comes and the engine waits, too;
  /// ended, its call to the engine ends.
  std::shared_ptr<pace> steer;
};

// -- logs ---------------------------------------------------------------------

enum class log_channel : std::uint8_t { out, err };

/// Which part of a log.
struct log_query {
  bool out = true;
  bool err = true;
  /// And what is written from now on, until it stops.
  bool follow = false;
  /// Each entry begins with its time and a blank.
  bool timestamps = false;
  /// Only so many of the latest entries; none: all.
  std::optional<std::uint64_t> tail;
  /// Only what was written from, and up to, that moment: nanoseconds since
  /// 1970; 0 = no bound.
  std::int64_t since = 0;
  std::int64_t until = 0;

  friend bool operator==(const log_query&, const log_query&) = default;
};

/// Gets a piece of an entry, and whether that is the end of it. Where the
/// container has a terminal the engine knows of no entries: lines are.
using log_reader = stream_reader<log_channel, std::string_view, bool>;

/// Whose log to read.
struct log_order {
  /// The engine's id.
  std::string container;
  log_query what;
  log_reader whom;
};

// -- statistics ---------------------------------------------------------------

/// What a container uses, at one moment.
struct container_stats {
  /// In nanoseconds since 1970; 0 = it does not run, and nothing else is told.
  std::int64_t at = 0;
  /// Of the time since the moment before, 100 = one processor; none: the first
  /// moment tells nothing.
  std::optional<double> cpu_percent;
  std::uint64_t cpus = 0; ///< Which it could use.
  /// Without the files that it only keeps at hand, in bytes.
  std::uint64_t memory_used = 0;
  std::uint64_t memory_limit = 0; ///< In bytes.
  /// Since it started, on all its networks, in bytes.
  std::uint64_t network_received = 0;
  std::uint64_t network_sent = 0;
  std::uint64_t pids = 0; ///< Processes and threads.

  friend bool operator==(const container_stats&,
                         const container_stats&) = default;
};

/// About one a second.
using stats_reader = stream_reader<const container_stats&>;

/// Whose statistics to follow.
struct stats_order {
  std::string container;
  stats_reader whom;
};

} // namespace spin::docker
