#include "config/options.hpp"

#include <algorithm>

#include "config/addresses.hpp"
#include "config/option_rows.hpp"

namespace spin::config {

namespace {

using namespace std::chrono_literals;

// -- the table ----------------------------------------------------------------

using s = settings;

std::vector<option> front_options() {
  return {
      bind<&s::sd_instance>(
          {"sd_instance", "the name of this server among several",
           "Change it when several servers share an engine or a Redis: each "
           "sees the containers of its own name only. Under a new name a "
           "server does not know the containers that it made under the old "
           "one."},
          names()),
      bind<&s::sd_listen>(
          {"sd_listen", "where the API listens",
           "Change it to let other machines in, best behind a proxy that "
           "speaks HTTPS, or with sd_tls_certificate: else passwords travel in "
           "the clear. Port 0 takes any free port."},
          endpoints()),
      bind<&s::sd_tls_certificate>(
          {"sd_tls_certificate",
           "the certificate with which sd_listen is HTTPS",
           "Set it together with sd_tls_key to serve the API by HTTPS without "
           "a "
           "proxy. A PEM file: the certificate, then those that link it to its "
           "root. When it is renewed, new connections get the new one within a "
           "second; nothing needs to be restarted."},
          file_paths()),
      bind<&s::sd_tls_key>(
          {"sd_tls_key", "the key of that certificate",
           "A PEM file without a pass phrase. Let nobody but the user that the "
           "server runs as read it (chmod 600)."},
          file_paths()),
      bind<&s::sd_check_in_listen>(
          {"sd_check_in_listen", "where containers report their activity",
           "auto is port 80 of the gateway of the engine's default network, "
           "where unmodified images send their reports. Only /v1/check-in is "
           "served there. Use off if another program owns that port and "
           "forwards check-ins to sd_listen."},
          endpoints_or_auto_or_off()),
      bind<&s::sd_metrics_listen>(
          {"sd_metrics_listen",
           "where monitoring finds /metrics without a login",
           "Prometheus can get /metrics at sd_listen with the login of a "
           "viewer; set this if it shall need none. Only /metrics, /healthz "
           "and /readyz are served there, in the clear and to everybody who "
           "reaches it: keep it to a network that you trust."},
          endpoints_or_off()),
      bind<&s::sd_check_in>(
          {"sd_check_in", "how a container proves who it is when it reports",
           "address takes the token that every container finds in "
           "SPIN_DOCKER_TOKEN, and without one its address on the engine's "
           "networks, as unmodified images need it. token takes nothing but "
           "the token: set it if containers do not trust each other, or if "
           "reports come through something that hides addresses."},
          words<check_in_proof>({{"address", check_in_proof::address},
                                 {"token", check_in_proof::token}})),
      bind<&s::sd_trusted_proxies>(
          {"sd_trusted_proxies", "proxies whose X-Forwarded-For is believed",
           "Name the proxies in front of this server, and no others: whoever "
           "is in this list can report activity for any container, and is not "
           "slowed when it guesses passwords."},
          networks()),
  };
}

std::vector<option> back_options() {
  return {
      bind<&s::sd_engine>(
          {"sd_engine", "where the container engine answers",
           "auto is $DOCKER_HOST, or else unix:///var/run/docker.sock. Change "
           "it for an engine on another socket or host; TCP is not encrypted, "
           "so keep it to a network that you trust."},
          engine_addresses()),
      bind<&s::sd_store>(
          {"sd_store", "where the state of the containers is kept",
           "The embedded store needs nothing else. Use a Redis if the machine "
           "has no lasting disk; it must save to disk itself (appendonly "
           "yes)."},
          store_addresses()),
      bind<&s::sd_publish_address>(
          {"sd_publish_address",
           "the host address that container ports bind to",
           "Set it to an address of the outside, or 0.0.0.0 for all of them, "
           "to let other machines reach the containers. The engine opens these "
           "ports past most firewalls."},
          ip_addresses()),
      bind<&s::sd_stop_grace>(
          {"sd_stop_grace", "the time between SIGTERM and SIGKILL at a stop",
           "Raise it for images that need long to shut down, such as "
           "databases. With 0 they are killed at once."},
          durations(0s, 1h)),
      bind<&s::sd_audit_interval>(
          {"sd_audit_interval",
           "the time between two comparisons with the engine",
           "This is how changes that were made behind the server's back are "
           "found. Raise it if thousands of containers make the comparison "
           "expensive."},
          durations(1s, day)),
      bind<&s::sd_keep_vanished>(
          {"sd_keep_vanished",
           "how long a container that others removed can be made again",
           "What it takes to make one again that was removed behind the "
           "server's back, or lost by the engine, is kept in the store for so "
           "long, secrets in its environment too. With 0 nothing is kept."},
          durations(0s, 365 * day)),
  };
}

std::vector<option> log_options() {
  return {
      bind<&s::sd_log_level>(
          {"sd_log_level", "the least severe messages to log",
           "Use debug to see every decision and every call to the engine."},
          words<log_level>({{"debug", log_level::debug},
                            {"info", log_level::info},
                            {"warning", log_level::warning},
                            {"error", log_level::error}})),
      bind<&s::sd_log_format>(
          {"sd_log_format", "lines for people or for programs",
           "Use json, one object on each line, if a program collects the log "
           "from the standard error stream."},
          words<log_format>(
              {{"text", log_format::text}, {"json", log_format::json}})),
      bind<&s::sd_access_log>(
          {"sd_access_log", "which requests get a line in the log",
           "Use errors, those that were answered with a status of 400 or more, "
           "or off if check-ins of very many containers fill the log. It does "
           "not depend on sd_log_level."},
          words<access_log>({{"all", access_log::all},
                             {"errors", access_log::errors},
                             {"off", access_log::off}})),
  };
}

std::vector<option> make_options() {
  std::vector<option> all;
  for (const auto group :
       {access_options, idle_options, client_options, front_options,
        limit_options, event_options, policy_options, back_options,
        log_options})
    for (auto& row : group())
      all.push_back(std::move(row));
  return all;
}

} // namespace

// -- walking the table --------------------------------------------------------

std::string option::environment_name() const {
  auto name = key;
  std::transform(name.begin(), name.end(), name.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c;
  });
  return name;
}

std::string option::default_text() const {
  return show(settings{});
}

const std::vector<option>& options() {
  static const auto table = make_options();
  return table;
}

const option* find_option(std::string_view key) {
  for (const auto& row : options())
    if (row.key == key)
      return &row;
  return nullptr;
}

} // namespace spin::config
