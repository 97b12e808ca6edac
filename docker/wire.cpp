#include "docker/wire.hpp"

#include <algorithm>

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

namespace spin::docker {

using namespace std::chrono_literals;

std::chrono::milliseconds time_limit(verb what) noexcept {
  switch (what) { // no default: a new verb must not compile unlimited
  case verb::version:
    return 2s; // answered from memory
  case verb::images:
    return 5s; // reads, but may read the disk
  case verb::inspect_image:
    return 5s; //
  case verb::list:
    return 5s; // never waits for a container
  case verb::bridge_gateway:
    return 5s; //
  case verb::inspect:
    return 15s; // waits for a start under way
  case verb::create:
    return 30s; // makes a layer on a busy disk
  case verb::start:
    return 60s; // queues with all other starts
  case verb::stop:
    return 20s; // beside the grace: kill, clean up
  case verb::remove:
    return 60s; // kills first, then deletes files
  }
  return 0ms;
}

} // namespace spin::docker

namespace spin::docker::wire {

namespace {

using writer = rapidjson::Writer<rapidjson::StringBuffer>;

constexpr std::string_view hex = "0123456789ABCDEF";

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

request ask(verb what, std::string method, std::string target) {
  request result;
  result.what = what;
  result.http.method = std::move(method);
  result.http.target = std::move(target);
  result.http.limit = time_limit(what);
  return result;
}

std::string container_path(std::string_view container) {
  return "/containers/" + percent_encoded(container);
}

} // namespace

std::string percent_encoded(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
                       || (c >= '0' && c <= '9') || c == '-' || c == '.'
                       || c == '_' || c == '~';
    if (plain)
      result += c;
    else
      (result += '%') += {hex[byte >> 4], hex[byte & 15]};
  }
  return result;
}

std::string versioned(api_version v, std::string_view target) {
  return "/v" + to_string(v) + std::string(target);
}

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

request version() {
  return ask(verb::version, "GET", "/version");
}

request images() {
  return ask(verb::images, "GET", "/images/json");
}

request inspect_image(std::string_view reference) {
  return ask(verb::inspect_image, "GET",
             "/images/" + percent_encoded(reference) + "/json");
}

request create(const container_spec& what) {
  auto result = ask(verb::create, "POST",
                    "/containers/create?name=" + percent_encoded(what.name));
  result.http.body = create_body(what);
  // Served twice, the second answer would be a conflict with ourselves.
  result.http.repeatable = false;
  return result;
}

request start(std::string_view container) {
  return ask(verb::start, "POST", container_path(container) + "/start");
}

request stop(std::string_view container, std::chrono::seconds grace) {
  // A negative grace means "wait for ever" to the engine: no caller wants it.
  const auto wait = std::max(grace, std::chrono::seconds{0});
  auto result = ask(verb::stop, "POST",
                    container_path(container)
                        + "/stop?t=" + std::to_string(wait.count()));
  result.http.limit += wait;
  return result;
}

request remove(std::string_view container) {
  return ask(verb::remove, "DELETE",
             container_path(container) + "?force=1&v=1");
}

request inspect(std::string_view container) {
  return ask(verb::inspect, "GET", container_path(container) + "/json");
}

request list(std::string_view label) {
  rapidjson::StringBuffer filter;
  writer out(filter);
  out.StartObject();
  out.Key("label");
  out.StartArray();
  put(out, label);
  out.EndArray();
  out.EndObject();
  return ask(verb::list, "GET",
             "/containers/json?all=1&filters="
                 + percent_encoded({filter.GetString(), filter.GetSize()}));
}

request bridge_gateway() {
  return ask(verb::bridge_gateway, "GET", "/networks/bridge");
}

} // namespace spin::docker::wire
