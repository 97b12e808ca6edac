#include "docker/systemd_rights.hpp"

namespace spin::docker {

host_rights with_systemd(host_rights rights, const engine_info& engine) {
  constexpr int first_with_option = 28;
  if (engine.cgroup_version == 1) {
    rights.cap_add.emplace_back("SYS_ADMIN");
    rights.cgroupns = "private";
  } else if (engine.major >= first_with_option) {
    rights.security_opt.emplace_back("writable-cgroups=true");
  } else {
    rights.binds.push_back({"/sys/fs/cgroup", "/sys/fs/cgroup", false});
    rights.cgroupns = "host";
  }
  return rights;
}

} // namespace spin::docker
