#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actors/view.hpp"

namespace spin {

/// Which part of the rule of supervision decides about a container now.
enum class deciding_rule : std::uint8_t {
  /// It does not run: there is nothing to end.
  not_running,
  /// Work is under way; it ends before anything else is decided.
  working,
  /// Timeouts are disabled: idleness ends nothing.
  disabled,
  /// Its last report holds it for ever.
  report_without_end,
  /// A report or a lease holds it for now.
  in_use,
  /// The next look may find it idle, and the one after it ends it.
  looks,
  /// The look before found it idle: the next one ends it.
  last_chance,
  /// It would end by itself, but others of its group are in use for longer.
  group,
  /// Its age ends it before its idleness does.
  max_age,
  /// It is frozen; only its age could end it.
  paused,
};

std::string_view to_string(deciding_rule) noexcept;

/// A lease or report: when it was given, until when it counts.
struct evidence {
  std::optional<instant> at;
  /// max() = for ever; zero: it does not count.
  instant until{};
  bool counts = false;
};

/// Why a container stops when it stops: all that the rule goes by.
struct explanation {
  deciding_rule rule = deciding_rule::not_running;
  /// As the question of that name answers.
  std::optional<instant> stops_at;
  bool stopping_soon = false;
  /// The next look at its activity; none: there will be none.
  std::optional<instant> next_check;
  evidence report;
  evidence keep_alive;
  evidence busy_for;
  /// Until when the others of its group hold it.
  evidence group;
  /// The same in words, for people.
  std::string sentence;
};

/// Explains what holds for `what` under `policy`, of which `checks` are known.
/// Pure. The moment in the sentence is `stops_at`, and if nothing more is heard
/// of it, `decide` ends it then.
explanation explain(const container_view& what, const idle_policy& policy,
                    const std::vector<past_check>& checks,
                    const clock_pair& now);

/// Writes a length of time for people: "45 s", "3 min", "2 h 5 min", "3 d".
std::string words_of(span length);

/// Writes a moment for people, with its date if that is not today's: "12:30:00
/// UTC", "2026-01-31 12:30:00 UTC".
std::string words_of(utc at, utc now);

} // namespace spin
