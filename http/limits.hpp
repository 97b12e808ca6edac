#pragma once

#include <cstddef>
#include <cstdint>

namespace spin::http {

enum class surface : std::uint8_t;

/// How many connections a listener holds at once; more are closed as they come.
struct connection_caps {
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
/// once), the store and the threads need. Pure.
connection_caps caps_within(std::size_t files, surface what) noexcept;

} // namespace spin::http
