// What clients may ask for in new containers, of the settings.
#include <charconv>
#include <filesystem>

#include "config/policy_values.hpp"
#include "config/profiles.hpp"
#include "from_settings.hpp"

namespace spin {

namespace {

using texts = std::vector<std::string>;

std::int64_t whole(std::uint64_t number) {
  return static_cast<std::int64_t>(number);
}

/// Follows the links of a path as far as it is there already.
std::string resolved(const std::string& path) {
  std::error_code error;
  const auto real = std::filesystem::weakly_canonical(path, error);
  return error ? path : real.string();
}

/// Takes an ending off a text; returns whether it was there.
bool take_ending(std::string& text, std::string_view ending) {
  if (!text.ends_with(ending))
    return false;
  text.resize(text.size() - ending.size());
  return true;
}

std::vector<std::pair<std::string, bool>> folders_of(const texts& from) {
  std::vector<std::pair<std::string, bool>> all;
  for (auto path : from) {
    const bool read_only = take_ending(path, ":ro");
    while (path.size() > 1 && path.ends_with('/'))
      path.pop_back();
    all.emplace_back(resolved(path), read_only);
  }
  return all;
}

std::uint16_t port_of(std::string_view text) {
  std::uint16_t port = 0;
  std::from_chars(text.data(), text.data() + text.size(), port);
  return port;
}

std::vector<std::pair<std::uint16_t, std::uint16_t>>
ports_of(const texts& from) {
  std::vector<std::pair<std::uint16_t, std::uint16_t>> all;
  for (const std::string_view text : from) {
    const auto dash = text.find('-');
    const auto first = port_of(text.substr(0, dash));
    all.emplace_back(first, dash == text.npos ? first
                                              : port_of(text.substr(dash + 1)));
  }
  return all;
}

std::map<std::string, std::int64_t> ulimits_of(const texts& from) {
  std::map<std::string, std::int64_t> all;
  for (const auto& text : from) {
    const auto equals = text.find('=');
    all[text.substr(0, equals)] = whole(
        config::parse_size(std::string_view{text}.substr(equals + 1)).value_or(0));
  }
  return all;
}

std::vector<mount> mounts_of(const texts& from) {
  std::vector<mount> all;
  for (auto text : from) {
    const bool read_only = take_ending(text, ":ro");
    const auto colon = text.find(':');
    all.push_back({text.substr(0, colon), text.substr(colon + 1), read_only});
  }
  return all;
}

std::vector<tmpfs_mount> memory_folders_of(const texts& from) {
  std::vector<tmpfs_mount> all;
  for (auto text : from) {
    const bool exec = take_ending(text, ":exec");
    all.push_back({text, 0, exec});
  }
  return all;
}

std::map<std::string, std::string> variables_of(const texts& from) {
  std::map<std::string, std::string> all;
  for (const auto& text : from) {
    const auto equals = text.find('=');
    all[text.substr(0, equals)] = text.substr(equals + 1);
  }
  return all;
}

http::rights_profile profile_of(const config::profile& from) {
  http::rights_profile result;
  result.users = from.users.empty() ? texts{"admin"} : from.users;
  auto& rights = result.rights;
  rights.no_new_privileges = from.no_new_privileges;
  rights.privileged = from.privileged;
  rights.systemd = from.systemd;
  rights.cap_add = from.cap_add;
  rights.security_opt = from.security_opt;
  rights.devices = from.devices;
  rights.binds = mounts_of(from.binds);
  rights.pid = from.pid;
  rights.ipc = from.ipc;
  rights.network = from.network;
  rights.cgroupns = from.cgroupns;
  result.usual.tmpfs = memory_folders_of(from.tmpfs);
  result.usual.env = variables_of(from.env);
  result.usual.stop_signal = from.stop_signal;
  if (from.stop_timeout.count() >= 0)
    result.usual.stop_timeout = from.stop_timeout;
  result.engine_socket = from.engine_socket;
  return result;
}

/// Returns the engine's socket on this machine; empty: it is on another.
std::string socket_of(const std::string& engine) {
  constexpr std::string_view scheme = "unix://";
  return engine.starts_with(scheme) ? resolved(engine.substr(scheme.size()))
                                    : std::string{};
}

} // namespace

http::create_rules create_rules_of(const config::settings& from) {
  http::create_rules result;
  result.images = from.sd_policy_images;
  result.volumes = from.sd_policy_volumes;
  result.networks = from.sd_policy_networks;
  result.binds = folders_of(from.sd_policy_binds);
  result.ports = ports_of(from.sd_policy_ports);
  result.capabilities = from.sd_policy_capabilities;
  result.devices = from.sd_policy_devices;
  result.ulimits = ulimits_of(from.sd_policy_ulimits);
  result.no_new_privileges = from.sd_policy_no_new_privileges;
  result.memory = {whole(from.sd_policy_memory),
                   whole(from.sd_policy_memory_max)};
  result.nano_cpus = {whole(from.sd_policy_cpus),
                      whole(from.sd_policy_cpus_max)};
  result.pids = {whole(from.sd_policy_pids), whole(from.sd_policy_pids_max)};
  result.shm_most = whole(from.sd_policy_shm_max);
  result.stop_timeout_most = from.sd_policy_stop_timeout_max;
  for (const auto& each : config::with_built_in(from.sd_policy_profiles))
    result.profiles[each.name] = profile_of(each);
  result.users = {"admin"};
  for (const auto& each : from.sd_users)
    result.users.push_back(each.name);
  result.engine_socket = socket_of(from.sd_engine);
  return result;
}

} // namespace spin
