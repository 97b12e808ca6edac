#include "docker/wire.hpp"

#include <algorithm>

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

namespace spin::docker::wire {

namespace {

using writer = rapidjson::Writer<rapidjson::StringBuffer>;

void put(writer& out, std::string_view text) {
  out.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
}

/// Returns the engine's word for a port, "80/tcp".
std::string port_key(const exposed_port& port) {
  return std::to_string(port.port) + '/'
         + std::string(to_string(port.protocol));
}

void put_labels(writer& out, const container_spec& what) {
  out.Key("Labels");
  out.StartObject();
  for (const auto& [key, value] : what.labels) {
    put(out, key);
    put(out, value);
  }
  out.EndObject();
}

void put_exposed(writer& out, const std::vector<std::string>& ports) {
  out.Key("ExposedPorts");
  out.StartObject();
  for (const auto& port : ports) {
    put(out, port);
    out.StartObject();
    out.EndObject();
  }
  out.EndObject();
}

void put_bindings(writer& out, const std::vector<std::string>& ports,
                  std::string_view address) {
  out.Key("PortBindings");
  out.StartObject();
  for (const auto& port : ports) {
    put(out, port);
    out.StartArray();
    out.StartObject();
    out.Key("HostIp");
    put(out, address);
    out.Key("HostPort");
    out.String(""); // the engine's choice
    out.EndObject();
    out.EndArray();
  }
  out.EndObject();
}

} // namespace

std::string create_body(const container_spec& what) {
  std::vector<std::string> ports;
  std::transform(what.publish.begin(), what.publish.end(),
                 std::back_inserter(ports), port_key);
  std::sort(ports.begin(), ports.end()); // a key must not come twice
  ports.erase(std::unique(ports.begin(), ports.end()), ports.end());
  rapidjson::StringBuffer buffer;
  writer out(buffer);
  out.StartObject();
  out.Key("Image");
  put(out, what.image);
  out.Key("Env");
  out.StartArray();
  for (const auto& line : what.env)
    put(out, line);
  out.EndArray();
  put_labels(out, what);
  put_exposed(out, ports);
  out.Key("HostConfig");
  out.StartObject();
  put_bindings(out, ports, what.publish_address);
  out.Key("RestartPolicy"); // this server decides what runs, not the engine
  out.StartObject();
  out.Key("Name");
  out.String("no");
  out.EndObject();
  out.EndObject();
  out.EndObject();
  return {buffer.GetString(), buffer.GetSize()};
}

} // namespace spin::docker::wire
