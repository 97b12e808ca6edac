#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actors/view.hpp"
#include "store/cause.hpp"
#include "store/failure.hpp"
#include "store/health.hpp"

// What is told to those who listen, and what of a change is told. Pure.

namespace spin {

/// What a bulletin says.
enum class tiding : std::uint8_t {
  /// It is listed from now on: its create succeeded.
  created,
  /// It runs (again).
  started,
  /// It will be stopped for idleness or age unless something happens.
  stopping_soon,
  stopping,
  stopped,
  paused,
  /// It goes on: from a pause, or because its stop was called off.
  resumed,
  /// It is not listed any more.
  removed,
  /// A container of ours that was not known was found, and is listed from now
  /// on.
  adopted,
  /// It reported another number than before.
  checked_in,
  /// A keep-alive began, was renewed or ended; or a `busy_for` began or ended.
  held,
  /// Its settings, the moment of its stop, or its status in a way that has no
  /// word of its own.
  changed,
  /// The engine did not do what was asked of it, or its actor was given up.
  failed,
  /// A part of the server is not well.
  degraded,
  /// That part is well again.
  recovered,
  /// It can be used: its HEALTHCHECK passes or, if it has none, its port
  /// answers.
  ready,
};

inline constexpr std::size_t tidings = 16;

/// Returns the word for it: "stopping_soon".
std::string_view to_string(tiding) noexcept;

/// Reads what `to_string` writes; none for anything else.
std::optional<tiding> tiding_named(std::string_view word) noexcept;

/// Returns all words, with ", " between them.
const std::string& all_tidings();

/// One thing that happened, as it was then.
struct bulletin {
  tiding what = tiding::changed;
  clock_pair at{};
  /// The container; null: it is about a part of the server.
  view_ptr about;
  /// What it comes from.
  cause by = {};
  /// Why it is (being) stopped, paused or removed.
  stop_reason why = stop_reason::none;
  /// What failed: the engine call, a literal, and how. The text is for those
  /// who see everything.
  std::string_view call = {};
  failure trouble{errc::none, {}};
  /// Which part it is about, and since when it has been so.
  vital part = vital::engine;
  utc since{};
};

/// Returns what is to be told of a container that was as `was` says and is as
/// `now` says from `at` on, because of `by`: in this order, most often nothing.
/// `adopted`: it was not known before.
std::vector<tiding> told_of(const container_view& was,
                            const container_view& now, bool adopted,
                            const cause& by, const server_policy& server,
                            instant at);

/// Returns what is told by the tiding `what` of a container.
bulletin bulletin_of(tiding what, view_ptr about, const cause& by,
                     const clock_pair& at);

} // namespace spin
