#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "store/failure.hpp"
#include "store/time.hpp"

namespace spin {

/// What idle containers saved within one hour.
struct saved_hour {
  /// Which hour, counted from 1970.
  std::int64_t hour = 0;
  /// Container time, in milliseconds.
  std::uint64_t milliseconds = 0;
  /// How many containers were stopped or paused in it.
  std::uint64_t stops = 0;
  /// Memory that stopped ones did not take, as far as it was measured, times how
  /// long: KiB x seconds.
  std::uint64_t kibibyte_seconds = 0;

  friend bool operator==(const saved_hour&, const saved_hour&) = default;
};

/// What the containers of one image saved while they were stopped for idleness.
struct saving {
  std::string image;
  /// Since when it is counted.
  utc since{};
  /// What was saved before the first of `hours`.
  std::uint64_t earlier_milliseconds = 0;
  std::uint64_t earlier_stops = 0;
  std::uint64_t earlier_kibibyte_seconds = 0;
  /// The latest hours in which something was saved; ascending.
  std::vector<saved_hour> hours;

  friend bool operator==(const saving&, const saving&) = default;
};

/// Returns the id of the record that keeps what `image` saved: "saving.HEX".
std::string saving_record(std::string_view image);

/// Returns whether a record of that id keeps a saving.
bool is_saving_record(std::string_view record) noexcept;

/// Writes `what` as one JSON object on one line; `decode_saving` gives it back.
std::string encode(const saving& what);

/// Reads what `encode` wrote. Errors: `malformed`, as with snapshots.
outcome<saving> decode_saving(std::string_view json);

} // namespace spin
