#include "config/option_rows.hpp"
#include "config/policy_values.hpp"
#include "config/profiles.hpp"

// The rows about what clients may ask for when they create a container.

namespace spin::config {

namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t mebibyte = std::uint64_t{1} << 20;
constexpr std::uint64_t tebibyte = std::uint64_t{1} << 40;

using s = settings;

std::vector<option> allowed_names() {
  return {
      bind<&s::sd_policy_images>(
          {"sd_policy_images", "the images that may be used",
           "Name those that you trust, e.g. spin-docker/* or "
           "registry.example.com/team/*, if clients shall use no others. A "
           "name without a tag stands for all of its tags. In a file, this and "
           "the other rules for new containers may stand in a map: policy: "
           "{images: [...], memory: 1g}."},
          patterns()),
      bind<&s::sd_policy_volumes>(
          {"sd_policy_volumes", "the named volumes that may be used",
           "As it is, everybody has volumes of their own: ann may use ann.data "
           "and not bob.data. Volumes are made when they are first used and "
           "never removed."},
          patterns()),
      bind<&s::sd_policy_networks>(
          {"sd_policy_networks", "the engine's networks that may be joined",
           "Containers on one network reach each other by name. Make networks "
           "with docker network create; who may join one reaches everybody "
           "there."},
          patterns()),
      bind<&s::sd_policy_binds>(
          {"sd_policy_binds",
           "the folders of this machine that may be mounted",
           "What is below them may be mounted, too; links are followed first. "
           "With :ro nobody may write there. The engine's socket and what it "
           "lies in are never mounted but by a profile."},
          bind_paths()),
      bind<&s::sd_policy_ports>(
          {"sd_policy_ports", "the host ports that may be asked for",
           "All other ports are chosen by the engine."},
          port_ranges()),
      bind<&s::sd_policy_capabilities>(
          {"sd_policy_capabilities", "the capabilities that may be added",
           "Some are as good as root on the machine, SYS_ADMIN first of all: "
           "that one is given by profiles only."},
          capabilities()),
      bind<&s::sd_policy_devices>(
          {"sd_policy_devices", "the devices that may be used",
           "E.g. /dev/dri/* for graphics."},
          patterns()),
  };
}

std::vector<option> ceilings() {
  return {
      bind<&s::sd_policy_memory>(
          {"sd_policy_memory",
           "the memory of a container that asks for nothing",
           "What needs more is ended by the kernel (oom_killed). 0 sets no "
           "limit."},
          sizes(0, tebibyte)),
      bind<&s::sd_policy_memory_max>(
          {"sd_policy_memory_max", "the most memory that may be asked for",
           "0 sets no limit."},
          sizes(0, tebibyte)),
      bind<&s::sd_policy_cpus>(
          {"sd_policy_cpus",
           "the processors of a container that asks for nothing",
           "It gets no more, even if others need none; 0 sets no limit."},
          processors()),
      bind<&s::sd_policy_cpus_max>(
          {"sd_policy_cpus_max", "the most processors that may be asked for",
           "0 sets no limit."},
          processors()),
      bind<&s::sd_policy_pids>(
          {"sd_policy_pids",
           "the processes and threads of a container that asks for nothing",
           "It keeps one from using up all that the machine has; 0 sets no "
           "limit."},
          whole_numbers(0, million)),
      bind<&s::sd_policy_pids_max>(
          {"sd_policy_pids_max",
           "the most processes and threads that may be asked for",
           "0 sets no limit."},
          whole_numbers(0, million)),
      bind<&s::sd_policy_shm_max>(
          {"sd_policy_shm_max", "the most shared memory that may be asked for",
           "The size of /dev/shm, which databases use; the engine gives 64 "
           "MiB."},
          sizes(mebibyte, tebibyte)),
      bind<&s::sd_policy_ulimits>(
          {"sd_policy_ulimits", "the limits of processes that may be set",
           "Each with the most that may be asked for; others may not be set."},
          ulimit_caps()),
      bind<&s::sd_policy_stop_timeout_max>(
          {"sd_policy_stop_timeout_max",
           "the longest time between SIGTERM and SIGKILL that may be asked for",
           "A container that asks for nothing has sd_stop_grace. Those that use up "
           "their time hold one of 256 places for stops."},
          durations(0s, 1h)),
      bind<&s::sd_policy_no_new_privileges>(
          {"sd_policy_no_new_privileges",
           "whether programs may not gain rights, as sudo does",
           "Set it to false if images need sudo or su for users other than "
           "root."},
          booleans()),
  };
}

option profiles_row() {
  auto row = bind<&s::sd_policy_profiles>(
      {"sd_policy_profiles", "sets of rights that clients can name",
       "An item reads: {name: gpu, users: 'ann, admin', devices: '/dev/dri'}; "
       "users are names or roles, without them it is for admins. What is "
       "privileged, a namespace of the machine, SYS_ADMIN or the engine's "
       "socket is had by profiles only. Two are there already, for admins: "
       "systemd, for images whose process 1 that is, and builder, with the "
       "engine's socket at /var/run/docker.sock. One of the same name replaces "
       "them."},
      profiles());
  row.assign_items = [](settings& into, const list_items& from) {
    return read_profiles(from).map([&](std::vector<profile> all) {
      into.sd_policy_profiles = std::move(all);
    });
  };
  return row;
}

} // namespace

std::vector<option> policy_options() {
  auto all = allowed_names();
  for (auto& row : ceilings())
    all.push_back(std::move(row));
  all.push_back(profiles_row());
  return all;
}

} // namespace spin::config
