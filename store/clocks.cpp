#include "store/clocks.hpp"

#include <fstream>

namespace spin {

clock_pair clocks::now() {
  using std::chrono::milliseconds;
  const auto steady = std::chrono::steady_clock::now();
  const auto lead = std::chrono::floor<milliseconds>(
                      std::chrono::system_clock::now())
                      .time_since_epoch()
                    - std::chrono::floor<milliseconds>(steady)
                        .time_since_epoch();
  auto known = lead_.load();
  if (std::chrono::abs(lead - milliseconds{known}) > milliseconds{50}) {
    known = lead.count();
    lead_.store(known);
  }
  return {steady, utc{std::chrono::floor<milliseconds>(steady)
                        .time_since_epoch()
                      + milliseconds{known}}};
}

std::string boot_id() {
  std::string result;
  std::ifstream{"/proc/sys/kernel/random/boot_id"} >> result;
  return result;
}

} // namespace spin
