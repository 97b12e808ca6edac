#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace spin::config {

enum class environment : std::uint8_t { development, production };
enum class log_level : std::uint8_t { debug, info, warning, error };
enum class log_format : std::uint8_t { text, json };
/// Which requests get a line in the log.
enum class access_log : std::uint8_t { all, errors, off };
/// What is done with a container that nobody uses.
enum class idle_action : std::uint8_t { stop, pause, remove };

/// What a user may do: reads everything; makes containers and knows of no
/// others; everything.
enum class role : std::uint8_t { viewer, user, admin };
/// How a container proves who it is when it reports.
enum class check_in_proof : std::uint8_t { address, token };

/// Somebody who may log in.
struct user {
  std::string name;
  role may = role::viewer;
  /// As `crypto_pwhash_str` of libsodium writes it.
  std::string password_hash;
  /// How many containers may run at once; 0 = any number.
  std::uint32_t max_running = 0;

  friend bool operator==(const user&, const user&) = default;
};

/// A URL that is told what happens.
struct webhook {
  std::string url;
  /// Empty = all.
  std::vector<std::string> types;
  /// What its requests are signed with.
  std::string secret;
  /// Empty = none.
  std::string secret_file;

  friend bool operator==(const webhook&, const webhook&) = default;
};

/// A set of rights that clients may name, beyond what they may ask for one by
/// one. Its texts are as an operator wrote them, see config/profiles.hpp.
struct profile {
  std::string name;
  /// Roles and users; empty = admins.
  std::vector<std::string> users;
  bool no_new_privileges = true;
  bool privileged = false;
  /// Its process 1 is systemd.
  bool systemd = false;
  /// The engine's socket is in it, at /var/run/docker.sock.
  bool engine_socket = false;
  std::vector<std::string> cap_add;
  std::vector<std::string> security_opt;
  std::vector<std::string> devices;
  /// "/host/path:/path" or "/host/path:/path:ro".
  std::vector<std::string> binds;
  /// "/path" or "/path:exec".
  std::vector<std::string> tmpfs;
  /// "NAME=value".
  std::vector<std::string> env;
  /// Empty = as the engine has it.
  std::string pid;
  std::string ipc;
  std::string network;
  std::string cgroupns;
  /// Empty = as the image has it.
  std::string stop_signal;
  /// -1 = as the configuration has it.
  std::chrono::seconds stop_timeout{-1};

  friend bool operator==(const profile&, const profile&) = default;
};

/// Everything an operator can set, with its defaults. The table in
/// `options.cpp` names each field once: help, the example file, the manual page
/// and the loader all walk it. What `load` returns holds no unresolved default:
/// `sd_report_ttl` and `sd_engine` are never "auto" then, the content of
/// `sd_password_file` is in `sd_password` and that of `sd_users_file` among
/// `sd_users`.
struct settings {
  environment sd_environment = environment::development;
  /// That of the user admin, or its hash. Empty beside `sd_users`: there is no
  /// such user, unless it is among those.
  std::string sd_password = "spindocker";
  /// Empty = none.
  std::string sd_password_file;
  /// In the order they were named; no name twice.
  std::vector<user> sd_users;
  /// Empty = none.
  std::string sd_users_file;
  /// How long a browser stays logged in, at most and without a request.
  std::chrono::seconds sd_session_max = std::chrono::hours{12};
  std::chrono::seconds sd_session_idle = std::chrono::hours{1};
  bool sd_disable_timeouts = false;
  std::chrono::seconds sd_initial_timeout_interval{7200};
  std::chrono::seconds sd_timeout_interval{1800};
  /// 0 = a report never goes stale; -1 = auto, 4 x sd_timeout_interval.
  std::chrono::seconds sd_report_ttl{-1};
  /// 0 = never stopped for its age.
  std::chrono::seconds sd_max_age{0};
  idle_action sd_on_idle = idle_action::stop;
  /// 0 = no warning.
  std::chrono::seconds sd_warn_before{60};
  /// What clients may set for a container of theirs; min <= max.
  std::chrono::seconds sd_timeout_min{1};
  std::chrono::seconds sd_timeout_max = std::chrono::hours{24 * 365};
  bool sd_allow_disable_timeouts = true;
  /// The longest lease.
  std::chrono::seconds sd_keep_alive_max = std::chrono::hours{24};
  /// The name of this server among those that share an engine or a Redis: part
  /// of every label and key. Letters, digits, '-', '_' and '.', 1 to 32.
  std::string sd_instance = "default";
  std::string sd_listen = "127.0.0.1:8080";
  /// Both or neither; empty = none.
  std::string sd_tls_certificate;
  std::string sd_tls_key;
  /// "auto", "off" or address:port.
  std::string sd_check_in_listen = "auto";
  /// "off" or address:port.
  std::string sd_metrics_listen = "off";
  check_in_proof sd_check_in = check_in_proof::address;
  /// Addresses or networks in CIDR form.
  std::vector<std::string> sd_trusted_proxies;
  /// What one request may bring, in bytes.
  std::uint64_t sd_max_header_size = 16 * 1024;
  std::uint64_t sd_max_body_size = 64 * 1024;
  /// How long clients are waited for, and how long they wait for an answer.
  std::chrono::seconds sd_header_timeout{10};
  std::chrono::seconds sd_body_timeout{10};
  std::chrono::seconds sd_idle_connection_timeout{75};
  std::chrono::seconds sd_send_timeout{30};
  std::chrono::seconds sd_answer_timeout{90};
  /// Of each listener; 0 = what the limit of open files allows.
  std::uint64_t sd_max_connections = 0;
  std::uint64_t sd_max_connections_per_address = 0;
  /// In a second from one address; 0 = no limit.
  std::uint64_t sd_check_in_rate = 100;
  std::uint64_t sd_check_in_burst = 200;
  /// How many requests may wait for actors that work with engine and store.
  std::uint64_t sd_max_engine_requests = 512;
  /// How many logs and statistics may be read piece by piece at once.
  std::uint64_t sd_max_streams = 64;
  /// How many may follow the events at once.
  std::uint64_t sd_max_event_streams = 1024;
  /// What is kept of them for who comes back, in number and in bytes.
  std::uint64_t sd_events_kept = 10'000;
  std::uint64_t sd_events_kept_size = 16 * 1024 * 1024;
  /// No URL twice.
  std::vector<webhook> sd_webhooks;
  /// How many events may wait for each of them.
  std::uint64_t sd_webhooks_kept = 10'000;
  /// What clients may ask for when they create a container: `policy` in a file.
  std::vector<std::string> sd_policy_images{"*"};
  std::vector<std::string> sd_policy_volumes{"{user}.*"};
  std::vector<std::string> sd_policy_networks;
  std::vector<std::string> sd_policy_binds;
  std::vector<std::string> sd_policy_ports;
  std::vector<std::string> sd_policy_capabilities;
  std::vector<std::string> sd_policy_devices;
  std::vector<std::string> sd_policy_ulimits{
      "core=0", "memlock=64m", "nofile=65536", "nproc=4096"};
  bool sd_policy_no_new_privileges = true;
  /// What each has that asks for nothing, and the most; 0 = no limit.
  std::uint64_t sd_policy_memory = std::uint64_t{2} << 30;
  std::uint64_t sd_policy_memory_max = std::uint64_t{8} << 30;
  /// In billionths.
  std::uint64_t sd_policy_cpus = 0;
  std::uint64_t sd_policy_cpus_max = 0;
  std::uint64_t sd_policy_pids = 1024;
  std::uint64_t sd_policy_pids_max = 4096;
  std::uint64_t sd_policy_shm_max = std::uint64_t{1} << 30;
  std::chrono::seconds sd_policy_stop_timeout_max{60};
  /// Beside those that are built in; no name twice.
  std::vector<profile> sd_policy_profiles;
  /// "auto" = $DOCKER_HOST, else unix:///var/run/docker.sock.
  std::string sd_engine = "auto";
  std::string sd_store = "sqlite:/var/lib/spin-docker/spin-docker.db";
  std::string sd_publish_address = "127.0.0.1";
  std::chrono::seconds sd_stop_grace{10};
  std::chrono::seconds sd_audit_interval{60};
  /// How long a container that somebody else removed can be made again; 0 =
  /// never.
  std::chrono::seconds sd_keep_vanished = std::chrono::hours{24 * 7};
  log_level sd_log_level = log_level::info;
  log_format sd_log_format = log_format::text;
  access_log sd_access_log = access_log::all;

  friend bool operator==(const settings&, const settings&) = default;
};

} // namespace spin::config
