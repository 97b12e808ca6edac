#pragma once

#include <compare>
#include <string>
#include <string_view>

#include "store/failure.hpp"

namespace spin::docker {

/// A version of the engine's HTTP API, "1.41".
struct api_version {
  int major = 0;
  int minor = 0;

  friend auto operator<=>(const api_version&, const api_version&) = default;
};

/// What an engine says about itself in `GET /version`.
struct engine_offer {
  std::string engine; ///< "20.10.24+dfsg1"
  api_version newest;
  api_version oldest;
};

/// Engine 20.10: the oldest that we are tested with.
inline constexpr api_version oldest_spoken{1, 41};

/// Engine 28.5: the newest that we are tested with. Newer engines (29 speaks
/// 1.44 to 1.52) still serve it.
inline constexpr api_version newest_spoken{1, 51};

std::string to_string(api_version);

/// Reads "1.41". Errors: `malformed`.
outcome<api_version> parse_api_version(std::string_view text);

/// Chooses the newest version that both sides speak. Errors: `engine_refused`,
/// naming both ranges, if there is none.
outcome<api_version> negotiate(const engine_offer& theirs);

} // namespace spin::docker
