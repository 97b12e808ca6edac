#include "store/clocks.hpp"

#include <fstream>
#include <utility>

namespace spin {

namespace {

using std::chrono::milliseconds;

/// A wall clock that differs by less is the same: two reads are apart by some.
constexpr milliseconds tolerance{50};

/// A thread may be put aside between two reads, on a busy machine for seconds.
/// Reads that are further apart than this say nothing of the clocks.
constexpr milliseconds together{10};

} // namespace

clocks::clocks(steady_clock steady, wall_clock wall)
    : steady_(std::move(steady)), wall_(std::move(wall)) {
  auto first = read();
  for (int tries = 0; !first.at_once && tries < 100; ++tries)
    first = read();
  lead_ = first.lead.count();
}

clocks::look clocks::read() const {
  const auto before = steady_();
  const auto wall = wall_();
  const auto lead = std::chrono::floor<milliseconds>(wall).time_since_epoch()
                    - std::chrono::floor<milliseconds>(before)
                        .time_since_epoch();
  return {before, lead, steady_() - before < together};
}

clock_pair clocks::now() {
  const auto seen = read();
  auto known = lead_.load();
  if (seen.at_once
      && std::chrono::abs(seen.lead - milliseconds{known}) > tolerance) {
    known = seen.lead.count();
    lead_.store(known);
  }
  return {seen.steady, utc{std::chrono::floor<milliseconds>(seen.steady)
                             .time_since_epoch()
                           + milliseconds{known}}};
}

std::string boot_id() {
  std::string result;
  std::ifstream{"/proc/sys/kernel/random/boot_id"} >> result;
  return result;
}

} // namespace spin
