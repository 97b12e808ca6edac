#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "store/time.hpp"

namespace spin {

/// What the service cannot do its work without.
enum class vital : std::uint8_t {
  /// The container engine answers.
  engine,
  /// Its event stream is open.
  events,
  /// The store takes writes.
  store,
  /// What was stored has been taken up and compared with the engine once.
  recovery,
};

std::string_view to_string(vital) noexcept;

/// How one of them is.
struct vital_sign {
  bool well = false;
  /// Since when it has been so.
  utc since{};
  /// What was wrong the last time it was not well; empty if nothing ever was.
  std::string problem;

  friend bool operator==(const vital_sign&, const vital_sign&) = default;
};

/// Where each part says how it is, and anybody may look. Thread-safe.
class health_board {
public:
  static constexpr std::array<vital, 4> all{vital::engine, vital::events,
                                            vital::store, vital::recovery};

  /// Who says nothing for so long after being asked is not well.
  static constexpr std::chrono::milliseconds patience{2500};

  /// `now` tells the present moment.
  explicit health_board(std::function<utc()> now);

  /// Notes that `which` is well. Returns whether that is new.
  bool well(vital which);

  /// Notes that it is not, and why. Returns whether that is new.
  bool ill(vital which, std::string_view problem);

  /// Notes that `which` has been asked how it is, or for something that tells;
  /// `well` or `ill` is the answer.
  void asked(vital which);

  vital_sign look(vital which) const;

private:
  bool turn(vital which, bool well, std::string_view problem);

  std::function<utc()> now_;
  mutable std::mutex mutex_;
  std::array<vital_sign, all.size()> signs_;
  /// Since when an answer is owed.
  std::array<std::optional<utc>, all.size()> asked_;
};

} // namespace spin
