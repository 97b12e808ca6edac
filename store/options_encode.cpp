#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include "store/options_json.hpp"
#include "store/utf8.hpp"

namespace spin {

namespace {

using writer = rapidjson::Writer<rapidjson::StringBuffer>;

void put_option(writer& to, std::string_view text) {
  const auto clean = to_utf8(text);
  to.String(clean.data(), static_cast<rapidjson::SizeType>(clean.size()));
}

void put_option(writer& to, std::int64_t number) {
  to.Int64(number);
}

void put_option(writer& to, bool flag) {
  to.Bool(flag);
}

void put_option(writer& to, std::chrono::seconds length) {
  to.Int64(length.count());
}

// Those that others call before they are defined.
void put_option(writer& to, const mount& what);
void put_option(writer& to, const tmpfs_mount& what);
void put_option(writer& to, const ulimit& what);
void put_option(writer& to, const network_join& what);
void put_option(writer& to, const container_link& what);
void put_option(writer& to, const health_check& what);
template <class T>
void put_option(writer& to, const std::map<std::string, T>& all);

template <class T>
void put_option(writer& to, const std::vector<T>& all) {
  to.StartArray();
  for (const auto& each : all)
    put_option(to, each);
  to.EndArray();
}

template <class T>
void member(writer& to, const char* name, const T& value) {
  to.Key(name);
  put_option(to, value);
}

void put_option(writer& to, const mount& what) {
  to.StartObject();
  member(to, "source", what.source);
  member(to, "target", what.target);
  member(to, "read_only", what.read_only);
  to.EndObject();
}

void put_option(writer& to, const tmpfs_mount& what) {
  to.StartObject();
  member(to, "target", what.target);
  member(to, "size", what.size);
  member(to, "exec", what.exec);
  to.EndObject();
}

void put_option(writer& to, const ulimit& what) {
  to.StartObject();
  member(to, "soft", what.soft);
  member(to, "hard", what.hard);
  to.EndObject();
}

void put_option(writer& to, const network_join& what) {
  to.StartObject();
  member(to, "name", what.name);
  member(to, "aliases", what.aliases);
  to.EndObject();
}

void put_option(writer& to, const container_link& what) {
  to.StartObject();
  member(to, "container", what.container);
  member(to, "alias", what.alias);
  to.EndObject();
}

void put_option(writer& to, const health_check& what) {
  to.StartObject();
  member(to, "test", what.test);
  member(to, "interval", what.interval);
  member(to, "timeout", what.timeout);
  member(to, "start_period", what.start_period);
  member(to, "retries", what.retries);
  to.EndObject();
}

template <class T>
void put_option(writer& to, const std::map<std::string, T>& all) {
  to.StartObject();
  for (const auto& [name, value] : all) {
    const auto clean = to_utf8(name);
    to.Key(clean.data(), static_cast<rapidjson::SizeType>(clean.size()));
    put_option(to, value);
  }
  to.EndObject();
}

/// Host ports by their ports, "80/tcp".
void put_ports(writer& to, const std::vector<port_binding>& all) {
  to.Key("ports");
  to.StartObject();
  for (const auto& each : all) {
    const auto key = std::to_string(each.container_port) + '/'
                     + std::string{to_string(each.protocol)};
    to.Key(key.c_str());
    to.Int(each.host_port);
  }
  to.EndObject();
}

/// Billionths of a processor as a number of processors.
void put_cpus(writer& to, std::int64_t billionths) {
  constexpr std::int64_t one = 1'000'000'000;
  auto text = std::to_string(billionths / one);
  if (const auto rest = billionths % one; rest != 0) {
    auto digits = std::to_string(rest + one).substr(1);
    digits.erase(digits.find_last_not_of('0') + 1);
    text += '.' + digits;
  }
  to.Key("cpus");
  to.RawValue(text.data(), text.size(), rapidjson::kNumberType);
}

template <class T>
void unless_empty(writer& to, const char* name, const T& value) {
  if (!value.empty())
    member(to, name, value);
}

template <class T>
void if_set(writer& to, const char* name, const std::optional<T>& value) {
  if (value)
    member(to, name, *value);
}

void put_limits(writer& to, const create_options& what) {
  if_set(to, "memory", what.memory);
  if (what.nano_cpus)
    put_cpus(to, *what.nano_cpus);
  if_set(to, "pids", what.pids);
  if_set(to, "shm_size", what.shm_size);
  unless_empty(to, "ulimits", what.ulimits);
}

void put_files(writer& to, const create_options& what) {
  unless_empty(to, "volumes", what.volumes);
  unless_empty(to, "binds", what.binds);
  unless_empty(to, "tmpfs", what.tmpfs);
  if_set(to, "read_only", what.read_only);
}

void put_neighbours(writer& to, const create_options& what) {
  unless_empty(to, "networks", what.networks);
  unless_empty(to, "links", what.links);
  unless_empty(to, "group", what.group);
  unless_empty(to, "depends_on", what.depends_on);
  if (!what.ports.empty())
    put_ports(to, what.ports);
}

void put_rights(writer& to, const create_options& what) {
  unless_empty(to, "cap_add", what.cap_add);
  unless_empty(to, "cap_drop", what.cap_drop);
  unless_empty(to, "devices", what.devices);
  unless_empty(to, "profile", what.profile);
  unless_empty(to, "ssh_keys", what.ssh_keys);
}

void put_process(writer& to, const create_options& what) {
  unless_empty(to, "env", what.env);
  if_set(to, "command", what.command);
  if_set(to, "entrypoint", what.entrypoint);
  unless_empty(to, "workdir", what.workdir);
  unless_empty(to, "user", what.user);
  if_set(to, "init", what.init);
  unless_empty(to, "stop_signal", what.stop_signal);
  if_set(to, "stop_timeout", what.stop_timeout);
  if_set(to, "healthcheck", what.healthcheck);
}

} // namespace

void put_options(writer& to, const create_options& what) {
  to.StartObject();
  unless_empty(to, "name", what.name);
  unless_empty(to, "hostname", what.hostname);
  unless_empty(to, "labels", what.labels);
  put_process(to, what);
  put_limits(to, what);
  put_files(to, what);
  put_neighbours(to, what);
  put_rights(to, what);
  to.EndObject();
}

std::string encode(const create_options& what) {
  rapidjson::StringBuffer buffer;
  writer to{buffer};
  put_options(to, what);
  return {buffer.GetString(), buffer.GetSize()};
}

} // namespace spin
