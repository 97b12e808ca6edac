#include "actors/ports.hpp"

namespace spin {

v1_ports pick_ports(const std::vector<port_binding>& all) {
  v1_ports picked;
  std::uint16_t lowest = 0;
  for (const auto& each : all) {
    if (each.protocol != transport::tcp || each.host_port == 0)
      continue;
    if (each.container_port == 22) {
      picked.ssh = each.host_port;
    } else if (!picked.app || each.container_port < lowest) {
      picked.app = each.host_port;
      lowest = each.container_port;
    }
  }
  return picked;
}

bool is_up(phase what) noexcept {
  switch (what) {
  case phase::running:
  case phase::stopping:
  case phase::pausing:
  case phase::paused:
  case phase::resuming:
    return true;
  case phase::creating:
  case phase::starting:
  case phase::stopped:
  case phase::removing:
  case phase::gone:
    return false;
  }
  return false;
}

bool shows_ports(const container_view& view) noexcept {
  return view.run && is_up(view.life.now);
}

} // namespace spin
