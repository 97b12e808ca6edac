#pragma once

#include "docker/types.hpp"

namespace spin::docker {

/// Returns `rights` with what systemd needs as process 1 to have cgroups of its
/// own, in the way that does the host the least harm on that engine:
/// - control groups of version 1: a namespace of its own and SYS_ADMIN (the
///   usual bind of /sys/fs/cgroup, "read-only", can be written to);
/// - version 2 and an engine from 28 on: its option writable-cgroups;
/// - version 2 and an older one: a writable bind, which it can leave by no way
///   but the groups of the host.
host_rights with_systemd(host_rights rights, const engine_info& engine);

} // namespace spin::docker
