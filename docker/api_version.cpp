#include "docker/api_version.hpp"

#include <algorithm>
#include <charconv>

namespace spin::docker {

std::string to_string(api_version v) {
  return std::to_string(v.major) + '.' + std::to_string(v.minor);
}

outcome<api_version> parse_api_version(std::string_view text) {
  api_version result;
  const char* end = text.data() + text.size();
  const auto [dot, no_major] = std::from_chars(text.data(), end, result.major);
  if (no_major == std::errc{} && dot != end && *dot == '.') {
    const auto [rest, no_minor] = std::from_chars(dot + 1, end, result.minor);
    if (no_minor == std::errc{} && rest == end && result > api_version{})
      return result;
  }
  return fail(errc::malformed,
              "not an API version: \"" + std::string(text) + '"');
}

outcome<api_version> negotiate(const engine_offer& theirs) {
  const auto chosen = std::min(theirs.newest, newest_spoken);
  if (chosen >= theirs.oldest && chosen >= oldest_spoken)
    return chosen;
  return fail(errc::engine_refused,
              "engine " + theirs.engine + " speaks API "
                  + to_string(theirs.oldest) + " to " + to_string(theirs.newest)
                  + ", this server " + to_string(oldest_spoken) + " to "
                  + to_string(newest_spoken));
}

} // namespace spin::docker
