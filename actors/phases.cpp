#include "actors/lifecycle.hpp"

#include <algorithm>

// What kinds of phases there are, and the pauses between attempts.

namespace spin {

bool can_report(phase what) noexcept {
  switch (what) {
    case phase::starting: // it can be quicker than the engine's answer
    case phase::running:
    case phase::stopping: // may yet call an idle stop off
    case phase::pausing:
    case phase::resuming:
      return true;
    case phase::creating:
    case phase::stopped:
    case phase::paused:
    case phase::removing:
    case phase::gone:
      return false;
  }
  return false;
}

bool is_working(phase what) noexcept {
  switch (what) {
    case phase::creating:
    case phase::starting:
    case phase::stopping:
    case phase::pausing:
    case phase::resuming:
    case phase::removing:
      return true;
    case phase::running:
    case phase::stopped:
    case phase::paused:
    case phase::gone:
      return false;
  }
  return false;
}

std::string_view to_string(call what) noexcept {
  switch (what) {
    case call::none: return "none";
    case call::create: return "create";
    case call::start: return "start";
    case call::inspect: return "inspect";
    case call::stop: return "stop";
    case call::remove: return "remove";
    case call::pause: return "pause";
    case call::resume: return "resume";
  }
  return "unknown";
}

span back_off(std::uint32_t failures, std::uint64_t salt) {
  constexpr std::uint32_t doublings = 6; // 2^6 s is beyond the limit already
  const auto wait = std::min<span>(
    std::chrono::seconds{
      1LL << std::min(std::max(failures, 1U) - 1U, doublings)},
    std::chrono::seconds{60});
  // The multiplier of Knuth's generator spreads salts that are close together.
  const auto share = ((salt + failures) * 6364136223846793005ULL) >> 33;
  return wait - wait / 5 * static_cast<span::rep>(share % 1000) / 1000;
}

} // namespace spin
