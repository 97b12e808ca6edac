#include "docker/wire.hpp"

#include <algorithm>

#include "docker/wire_json.hpp"

namespace spin::docker::wire {

namespace {

/// Ours come last: nobody else's take their place.
std::vector<std::string> env_of(const container_spec& what) {
  std::vector<std::string> all;
  for (const auto& [name, value] : what.options.env)
    all.push_back(name + '=' + value);
  all.insert(all.end(), what.env.begin(), what.env.end());
  return all;
}

std::map<std::string, std::string> labels_of(const container_spec& what) {
  auto all = what.labels;
  all.insert(what.options.labels.begin(), what.options.labels.end());
  return all;
}

void put_exposed(writer& out, const container_spec& what) {
  out.Key("ExposedPorts");
  out.StartObject();
  for (const auto& [port, ignored] : ports_of(what)) {
    put(out, std::string_view{port});
    out.StartObject();
    out.EndObject();
  }
  out.EndObject();
}

void put_healthcheck(writer& out, const health_check& what) {
  out.Key("Healthcheck");
  out.StartObject();
  member(out, "Test", what.test);
  member(out, "Interval", std::chrono::nanoseconds{what.interval});
  member(out, "Timeout", std::chrono::nanoseconds{what.timeout});
  member(out, "StartPeriod", std::chrono::nanoseconds{what.start_period});
  member(out, "Retries", what.retries);
  out.EndObject();
}

void put_process(writer& out, const create_options& what) {
  if_set(out, "Cmd", what.command);
  if_set(out, "Entrypoint", what.entrypoint);
  unless_empty(out, "WorkingDir", what.workdir);
  unless_empty(out, "User", what.user);
  unless_empty(out, "Hostname", what.hostname);
  unless_empty(out, "StopSignal", what.stop_signal);
  if (what.stop_timeout)
    member(out, "StopTimeout", std::int64_t{what.stop_timeout->count()});
  if (what.healthcheck)
    put_healthcheck(out, *what.healthcheck);
}

void put_aliases(writer& out, const network_join& what) {
  out.StartObject();
  unless_empty(out, "Aliases", what.aliases);
  out.EndObject();
}

/// The first network; an engine before 25 takes no more.
void put_network(writer& out, const std::vector<network_join>& all) {
  if (all.empty())
    return;
  out.Key("NetworkingConfig");
  out.StartObject();
  out.Key("EndpointsConfig");
  out.StartObject();
  put(out, std::string_view{all.front().name});
  put_aliases(out, all.front());
  out.EndObject();
  out.EndObject();
}

} // namespace

std::map<std::string, std::string> ports_of(const container_spec& what) {
  std::map<std::string, std::string> all; // a key must not come twice
  const auto key = [](std::uint16_t port, transport protocol) {
    return std::to_string(port) + '/' + std::string{to_string(protocol)};
  };
  for (const auto& port : what.publish)
    all[key(port.port, port.protocol)] = ""; // the engine's choice
  for (const auto& wanted : what.options.ports)
    all[key(wanted.container_port, wanted.protocol)] =
        std::to_string(wanted.host_port);
  return all;
}

std::string create_body(const container_spec& what) {
  rapidjson::StringBuffer buffer;
  writer out(buffer);
  out.StartObject();
  member(out, "Image", what.image);
  member(out, "Env", env_of(what));
  member(out, "Labels", labels_of(what));
  put_exposed(out, what);
  put_process(out, what.options);
  put_network(out, what.options.networks);
  put_host_config(out, what);
  out.EndObject();
  return {buffer.GetString(), buffer.GetSize()};
}

std::string join_body(std::string_view container, const network_join& what) {
  rapidjson::StringBuffer buffer;
  writer out(buffer);
  out.StartObject();
  member(out, "Container", container);
  out.Key("EndpointConfig");
  put_aliases(out, what);
  out.EndObject();
  return {buffer.GetString(), buffer.GetSize()};
}

} // namespace spin::docker::wire
