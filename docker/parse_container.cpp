#include "docker/parse_container.hpp"

#include <algorithm>
#include <limits>
#include <optional>

#include "docker/json.hpp"
#include "docker/parse_fields.hpp"
#include "docker/parse_time.hpp"

namespace spin::docker {

namespace {

constexpr run_state every_run_state[] = {
    run_state::created,    run_state::running,  run_state::paused,
    run_state::restarting, run_state::removing, run_state::exited,
    run_state::dead};

/// Gathers the bindings of a container's ports, one host port for each.
class port_table {
public:
  /// Notes a port, and that it is published at `host_port` of `host_ip`; 0 = it
  /// is not.
  void add(const exposed_port& port, const std::string& host_ip,
           std::uint16_t host_port) {
    const candidate now{host_port == 0, host_ip.find(':') != host_ip.npos,
                        host_port};
    const auto [at, is_new] = best_.emplace(port, now);
    if (!is_new)
      at->second = std::min(at->second, now);
  }

  std::vector<port_binding> bindings() const {
    std::vector<port_binding> result;
    for (const auto& [port, chosen] : best_)
      result.push_back({port.port, port.protocol, chosen.host_port});
    return result;
  }

private:
  /// The smallest one is the one to hand out.
  struct candidate {
    bool unpublished;
    bool ipv6;
    std::uint16_t host_port;
    friend auto operator<=>(const candidate&, const candidate&) = default;
  };
  std::map<exposed_port, candidate> best_;
};

std::string without_slash(std::string name) {
  if (name.starts_with('/'))
    name.erase(0, 1);
  return name;
}

run_state read_state(const json::field& where) {
  const auto word = where.text();
  for (const auto state : every_run_state)
    if (word == to_string(state))
      return state;
  where.complain("is an unknown state: \"" + word + '"');
  return run_state::dead;
}

/// Reads the word for what a HEALTHCHECK says; `none` for any other.
health_status health_named(std::string_view word) {
  for (const auto health : {health_status::starting, health_status::healthy,
                            health_status::unhealthy})
    if (word == to_string(health))
      return health;
  return health_status::none;
}

/// Reads the end of `Status` of list: "Up 5 seconds (health: starting)".
health_status read_health_of_status(const json::field& where) {
  if (!where.present())
    return health_status::none;
  const auto text = where.text();
  auto word = std::string_view{text};
  const auto open = word.rfind('(');
  if (open == word.npos || !word.ends_with(')'))
    return health_status::none;
  word = word.substr(open + 1, word.size() - open - 2);
  constexpr std::string_view mark = "health: ";
  return health_named(word.starts_with(mark) ? word.substr(mark.size()) : word);
}

incarnation read_time(const json::field& where) {
  const auto result = parse_time(where.text());
  if (!result)
    where.complain("is " + result.error().what);
  return result.value_or(incarnation::none);
}

/// Returns whether the engine keeps ports and addresses for it: what it tells
/// of others may be stale and belong to somebody else by now.
bool holds_network(run_state state) {
  return state == run_state::running || state == run_state::paused;
}

/// Reads the host port "32772"; 0 for "", which is not chosen yet.
std::uint16_t read_host_port(const json::field& where) {
  const auto text = where.text();
  if (text.empty())
    return 0;
  const bool digits =
      text.size() <= 5 && text.find_first_not_of("0123456789") == text.npos;
  const int port = digits ? std::stoi(text) : -1;
  if (port < 0 || port > 65535)
    where.complain("is not a port");
  return static_cast<std::uint16_t>(port);
}

/// Reads `NetworkSettings.Ports` of inspect: bindings by port.
port_table read_bindings(const json::field& where) {
  port_table result;
  where.each_member([&](const std::string& key, const json::field& bindings) {
    const auto port = read_port(key, bindings);
    if (!port)
      return;
    result.add(*port, "", 0);
    bindings.each_item([&](const json::field& one) {
      result.add(*port, one["HostIp"].text(), read_host_port(one["HostPort"]));
    });
  });
  return result;
}

/// Reads `Ports` of list: one item for each binding, without host port if the
/// port is exposed only.
port_table read_flat_ports(const json::field& where) {
  port_table result;
  where.each_item([&](const json::field& one) {
    const auto port = one["PrivatePort"].number(1, 65535);
    const auto protocol = read_transport(one["Type"].text(), one["Type"]);
    const auto public_port = one["PublicPort"];
    const auto host_ip = one["IP"];
    const auto host = public_port.present() ? public_port.number(0, 65535) : 0;
    if (protocol)
      result.add({static_cast<std::uint16_t>(port), *protocol},
                 host_ip.present() ? host_ip.text() : "",
                 static_cast<std::uint16_t>(host));
  });
  return result;
}

std::vector<std::string> read_addresses(const json::field& networks) {
  std::vector<std::string> result;
  networks.each_member([&](const std::string&, const json::field& network) {
    for (const auto* key : {"IPAddress", "GlobalIPv6Address"}) {
      const auto address = network[key];
      if (address.present() && !address.text().empty())
        result.push_back(address.text());
    }
  });
  std::sort(result.begin(), result.end());
  result.erase(std::unique(result.begin(), result.end()), result.end());
  return result;
}

/// Reads `Names` of list; a link adds "/other/alias", which is no name of it.
/// Empty while the engine removes the container: the name goes first.
std::string read_name(const json::field& names) {
  std::optional<std::string> result;
  names.each_item([&](const json::field& item) {
    auto name = without_slash(read_word(item));
    if (!result && name.find('/') == name.npos)
      result = std::move(name);
  });
  return result.value_or("");
}

container_summary read_summary(const json::field& item) {
  container_summary result;
  result.id = read_id(item["Id"]);
  result.name = read_name(item["Names"]);
  result.image = read_word(item["Image"]);
  result.labels = read_labels(item["Labels"]);
  result.state = read_state(item["State"]);
  // Read even if not kept, so that a wrong type is seen in any state.
  const auto health = read_health_of_status(item["Status"]);
  if (result.state == run_state::running)
    result.health = health;
  auto ports = read_flat_ports(item["Ports"]).bindings();
  auto addresses = read_addresses(item["NetworkSettings"]["Networks"]);
  if (holds_network(result.state))
    result.run = {std::move(ports), std::move(addresses)};
  return result;
}

} // namespace

outcome<container_info> parse_container(std::string_view text) {
  json::document doc(text);
  const auto root = doc.root();
  container_info result;
  result.id = read_id(root["Id"]);
  result.name = without_slash(read_word(root["Name"]));
  result.image = read_word(root["Config"]["Image"]);
  result.labels = read_labels(root["Config"]["Labels"]);
  if (const auto terminal = root["Config"]["Tty"]; terminal.present())
    result.terminal = terminal.flag();
  const auto state = root["State"];
  result.state = read_state(state["Status"]);
  result.started = read_time(state["StartedAt"]);
  result.exit_code = static_cast<int>(state["ExitCode"].number(
      std::numeric_limits<int>::min(), std::numeric_limits<int>::max()));
  result.oom_killed = state["OOMKilled"].flag();
  if (state["Error"].present())
    result.error = state["Error"].text();
  // Podman tells it of those, too, that have no check: as "".
  if (const auto health = state["Health"]["Status"];
      health.present() && is_up(result.state))
    result.health = health_named(health.text());
  // Without it no decision about this run could be fenced.
  if (is_up(result.state) && result.started == incarnation::none)
    state["StartedAt"].complain("is missing in a container that runs");
  const auto network = root["NetworkSettings"];
  auto ports = read_bindings(network["Ports"]).bindings();
  auto addresses = read_addresses(network["Networks"]);
  if (holds_network(result.state))
    result.run = {std::move(ports), std::move(addresses)};
  return doc.finish(std::move(result));
}

outcome<std::vector<container_summary>> parse_list(std::string_view text) {
  json::document doc(text);
  std::vector<container_summary> result;
  if (!doc.root().present())
    doc.root().complain("is missing");
  doc.root().each_item(
      [&](const json::field& item) { result.push_back(read_summary(item)); });
  return doc.finish(std::move(result));
}

outcome<std::string> parse_created(std::string_view text) {
  json::document doc(text);
  auto result = read_id(doc.root()["Id"]);
  return doc.finish(std::move(result));
}

} // namespace spin::docker
