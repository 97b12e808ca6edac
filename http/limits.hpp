#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace spin::http {

enum class surface : std::uint8_t;

/// How much one request may bring, in bytes.
struct size_limits {
  /// Its request line and headers.
  std::size_t head = 16 * 1024;
  std::size_t body = 64 * 1024;
};

/// How long a client is waited for, and how long it waits.
struct time_limits {
  /// For a whole head, from its first byte or the connection's beginning.
  std::chrono::milliseconds head{10'000};
  /// For a whole body, from the end of its head.
  std::chrono::milliseconds body{10'000};
  /// For the next request on a connection that had one.
  std::chrono::milliseconds idle{75'000};
  /// For the client to take some of what was sent to it.
  std::chrono::milliseconds send{30'000};
  /// For an answer of ours; then it is a 504.
  std::chrono::milliseconds answer{90'000};
};

/// How much clients may ask for.
struct demand_limits {
  /// Check-ins from one address.
  std::uint64_t check_in_rate = 100;  ///< in a second; 0 = no limit
  std::uint64_t check_in_burst = 200; ///< at once
  /// Requests that wait for an actor.
  std::size_t engine_requests = 512;
  /// Logs and statistics that are read piece by piece.
  std::size_t streams = 64;
};

/// How many connections a listener holds at once; more are closed as they come.
struct connection_caps {
  /// 0, here and below: what the limit of open files allows.
  std::size_t in_total = 0;
  std::size_t from_one_address = 0;
};

/// Raises the limit of open files to the most that we may have; returns it.
/// The usual 1024 is there for the sake of select(2), which nobody calls here.
std::size_t raise_file_limit() noexcept;

/// Returns how many files may be open at once.
std::size_t file_limit() noexcept;

/// Shares out a limit of open files: a quarter to each of the two listeners, so
/// that no client can take away what the engine's calls (up to 256 stops at
/// once), the store and the threads need. What `wanted` names holds instead.
/// Pure.
connection_caps caps_within(std::size_t files, surface what,
                            connection_caps wanted = {}) noexcept;

/// Returns how many may follow the events at once, in total and by one user, on
/// a listener with those connections: at most `wanted`, no more than three
/// quarters of the connections, and half of them by one user who does not see
/// everything. Pure.
connection_caps event_caps(std::size_t wanted,
                           const connection_caps& of) noexcept;

} // namespace spin::http
