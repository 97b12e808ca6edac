#include <algorithm>

#include "docker/wire_json.hpp"

// What a container may have of its host.

namespace spin::docker::wire {

namespace {

void put_bindings(writer& out, const container_spec& what) {
  out.Key("PortBindings");
  out.StartObject();
  for (const auto& [port, host_port] : ports_of(what)) {
    put(out, std::string_view{port});
    out.StartArray();
    out.StartObject();
    member(out, "HostIp", what.publish_address);
    member(out, "HostPort", host_port);
    out.EndObject();
    out.EndArray();
  }
  out.EndObject();
}

void put_mounts(writer& out, const char* type, const std::vector<mount>& all) {
  for (const auto& each : all) {
    out.StartObject();
    member(out, "Type", std::string_view{type});
    member(out, "Source", each.source);
    member(out, "Target", each.target);
    member(out, "ReadOnly", each.read_only);
    if (each.read_only && type == std::string_view{"bind"}) {
      // What is mounted below it would stay writable before engine 25.
      out.Key("BindOptions");
      out.StartObject();
      member(out, "NonRecursive", true);
      out.EndObject();
    }
    out.EndObject();
  }
}

void put_tmpfs(writer& out, const std::vector<tmpfs_mount>& all) {
  if (all.empty())
    return;
  out.Key("Tmpfs");
  out.StartObject();
  for (const auto& each : all) {
    std::string how = each.exec ? "exec" : "";
    if (each.size > 0)
      how.append(how.empty() ? "" : ",")
          .append("size=")
          .append(std::to_string(each.size));
    member(out, each.target.c_str(), how);
  }
  out.EndObject();
}

void put_files(writer& out, const container_spec& what) {
  const auto& options = what.options;
  if (!options.volumes.empty() || !options.binds.empty()
      || !what.rights.binds.empty()) {
    // Not as `Binds`: those make a missing path of the host, as root's.
    out.Key("Mounts");
    out.StartArray();
    put_mounts(out, "volume", options.volumes);
    put_mounts(out, "bind", options.binds);
    put_mounts(out, "bind", what.rights.binds);
    out.EndArray();
  }
  put_tmpfs(out, options.tmpfs);
  if_set(out, "ReadonlyRootfs", options.read_only);
}

void put_limits(writer& out, const create_options& what) {
  if_set(out, "Memory", what.memory);
  if (what.memory && *what.memory > 0) // else as much again in swap
    member(out, "MemorySwap", *what.memory);
  if_set(out, "NanoCpus", what.nano_cpus);
  if_set(out, "PidsLimit", what.pids);
  if_set(out, "ShmSize", what.shm_size);
  if (what.ulimits.empty())
    return;
  out.Key("Ulimits");
  out.StartArray();
  for (const auto& [name, limit] : what.ulimits) {
    out.StartObject();
    member(out, "Name", name);
    member(out, "Soft", limit.soft);
    member(out, "Hard", limit.hard);
    out.EndObject();
  }
  out.EndArray();
}

template <class T>
std::vector<T> both(const std::vector<T>& first, const std::vector<T>& second) {
  auto all = first;
  for (const auto& each : second)
    if (std::find(all.begin(), all.end(), each) == all.end())
      all.push_back(each);
  return all;
}

void put_devices(writer& out, const std::vector<std::string>& all) {
  if (all.empty())
    return;
  out.Key("Devices");
  out.StartArray();
  for (const auto& path : all) {
    out.StartObject();
    member(out, "PathOnHost", path);
    member(out, "PathInContainer", path);
    member(out, "CgroupPermissions", std::string_view{"rwm"});
    out.EndObject();
  }
  out.EndArray();
}

void put_rights(writer& out, const container_spec& what) {
  const auto& options = what.options;
  const auto& rights = what.rights;
  auto security = rights.security_opt;
  if (rights.no_new_privileges)
    security.insert(security.begin(), "no-new-privileges");
  unless_empty(out, "SecurityOpt", security);
  if (rights.privileged)
    member(out, "Privileged", true);
  unless_empty(out, "CapAdd", both(options.cap_add, rights.cap_add));
  unless_empty(out, "CapDrop", options.cap_drop);
  put_devices(out, both(options.devices, rights.devices));
  unless_empty(out, "PidMode", rights.pid);
  unless_empty(out, "IpcMode", rights.ipc);
  unless_empty(out, "CgroupnsMode", rights.cgroupns);
}

void put_network_mode(writer& out, const container_spec& what) {
  const auto& options = what.options;
  if (!what.rights.network.empty())
    member(out, "NetworkMode", what.rights.network);
  else if (!options.networks.empty())
    member(out, "NetworkMode", options.networks.front().name);
  if (options.links.empty())
    return;
  out.Key("Links");
  out.StartArray();
  for (const auto& link : options.links)
    put(out, std::string_view{link.container + ':' + link.alias});
  out.EndArray();
}

} // namespace

void put_host_config(writer& out, const container_spec& what) {
  out.Key("HostConfig");
  out.StartObject();
  put_bindings(out, what);
  put_files(out, what);
  put_limits(out, what.options);
  put_rights(out, what);
  put_network_mode(out, what);
  if_set(out, "Init", what.options.init);
  out.Key("RestartPolicy"); // this server decides what runs, not the engine
  out.StartObject();
  out.Key("Name");
  out.String("no");
  out.EndObject();
  out.EndObject();
}

} // namespace spin::docker::wire
