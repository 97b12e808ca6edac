#pragma once

#include <array>
#include <string_view>

namespace spin::test {

/// The laws as users read them in deploy/docs/when-is-a-container-stopped.md; a
/// test compares. A breach is reported in these words.
namespace law {

inline constexpr std::string_view durable
  = "A wish that was granted survives a kill of the server at any moment.";
inline constexpr std::string_view no_orphan
  = "No container is left behind or forgotten: the engine, the store and the "
    "API name the same ones.";
inline constexpr std::string_view never_busy
  = "A container in use is never stopped for idleness.";
inline constexpr std::string_view never_early
  = "A decision about one run of a container never touches a later run.";
inline constexpr std::string_view in_time
  = "An idle container is stopped at the moment that `stops_at` named, give or "
    "take a second.";
inline constexpr std::string_view not_for_ever
  = "An idle container does not run for ever, whatever failed before.";
inline constexpr std::string_view true_state
  = "What is shown is what the engine says, at the latest after one pass.";
inline constexpr std::string_view answered
  = "Every wish is answered, and no work stays half done.";
inline constexpr std::string_view reading
  = "Reading changes nothing.";
inline constexpr std::string_view made_again
  = "A container that somebody else removed can be made again once, and none "
    "that a client deleted.";

inline constexpr std::array all{durable,  no_orphan,    never_busy,
                                never_early, in_time,   not_for_ever,
                                true_state,  answered,  reading,
                                made_again};

} // namespace law

} // namespace spin::test
