#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "store/snapshot.hpp"

namespace spin::docker {

/// The label keys that mark a container as ours and let recovery adopt it even
/// with an empty store.
namespace label {
inline constexpr const char* id = "spin-docker.id";
/// Which server a container belongs to (`sd_instance`): servers that share an
/// engine leave each other's containers alone.
inline constexpr const char* instance = "spin-docker.instance";
inline constexpr const char* image = "spin-docker.image";
/// The name that it was made with: one that has another was renamed, or is a
/// copy.
inline constexpr const char* name = "spin-docker.name";
/// The user whose container it is.
inline constexpr const char* owner = "spin-docker.owner";
/// How it was made, without secrets, as the store writes it.
inline constexpr const char* options = "spin-docker.options";
inline constexpr const char* token_sha256 = "spin-docker.token-sha256";
/// On an image: the port to hand out as `app_port`.
inline constexpr const char* app_port = "spin-docker.app_port";
} // namespace label

/// What the engine says a container does.
enum class run_state : std::uint8_t {
  created,
  running,
  paused,
  restarting,
  removing,
  exited,
  dead,
};

std::string_view to_string(run_state) noexcept;

/// An exposed port of an image.
struct exposed_port {
  std::uint16_t port = 0;
  transport protocol = transport::tcp;

  friend auto operator<=>(const exposed_port&, const exposed_port&) = default;
};

/// What the operator alone can give a container: rights over the machine, by a
/// profile in the configuration.
struct host_rights {
  /// No process may gain rights by running a program (setuid).
  bool no_new_privileges = true;
  bool privileged = false;
  /// Its process 1 is systemd: it gets a cgroup that it may write, in the way
  /// that the engine has for it.
  bool systemd = false;
  std::vector<std::string> cap_add = {};
  std::vector<std::string> security_opt = {};
  std::vector<std::string> devices = {};
  std::vector<mount> binds = {};
  /// Empty = as the engine has it; "host" or, of the cgroups, "private".
  std::string pid = {};
  std::string ipc = {};
  std::string network = {};
  std::string cgroupns = {};

  friend bool operator==(const host_rights&, const host_rights&) = default;
};

/// A file to write into a container, as root's, before it starts.
struct new_file {
  std::string path; ///< absolute
  std::string content;
  unsigned mode = 0644;

  friend bool operator==(const new_file&, const new_file&) = default;
};

struct engine_version {
  std::string engine; ///< "20.10.24+dfsg1"
  std::string api;    ///< The version that we pinned in the URL, "1.41".
};

/// What the engine says of its machine.
struct engine_info {
  /// The first number of its version: 20, 28.
  int major = 0;
  /// Of the control groups: 1 or 2.
  int cgroup_version = 1;
};

struct image_info {
  std::string id;
  /// Sorted; empty if the image exposes nothing.
  std::vector<exposed_port> exposed;
  std::map<std::string, std::string> labels;
};

/// What to create. Every exposed port is published on `publish_address` at a
/// host port of the engine's choice, unless `options` name one.
struct container_spec {
  std::string name;
  std::string image;
  std::vector<std::string> env; ///< "KEY=value"
  std::map<std::string, std::string> labels;
  std::vector<exposed_port> publish;
  /// An IP address of this host; "0.0.0.0" = all of IPv4.
  std::string publish_address;
  /// What the client asked for and may have; of `env` and `labels` all but ours.
  create_options options = {};
  host_rights rights = {};
  std::vector<new_file> files = {};
};

/// A container as inspect tells it. Ports and addresses are empty unless it
/// runs: the engine keeps stale ones (20.10 after a crash).
struct container_info {
  std::string id;   ///< 64 hex digits
  std::string name; ///< without the leading slash
  std::string image;
  std::map<std::string, std::string> labels;
  run_state state = run_state::created;
  /// It has a terminal: what it writes is one stream.
  bool terminal = false;
  /// `State.StartedAt`; `none` if it never ran.
  incarnation started = incarnation::none;
  int exit_code = 0;
  bool oom_killed = false;
  health_status health = health_status::none;
  /// The engine's text about a failed start; mostly empty.
  std::string error;
  run_facts run;
};

/// A container as list tells it: no incarnation, no exit code; cheap for all.
struct container_summary {
  std::string id;
  std::string name;
  std::string image;
  std::map<std::string, std::string> labels;
  run_state state = run_state::created;
  /// Not told of one that is paused: `none`.
  health_status health = health_status::none;
  run_facts run;
};

/// What happened to a container, as the engine's event stream tells it.
enum class happening : std::uint8_t {
  started,
  died,     ///< The only certain word that it has ended.
  stopped,  ///< Follows or precedes `died` if somebody used the engine's stop.
  paused,
  unpaused,
  renamed,
  oom,      ///< Some process of it was killed for memory; it may go on.
  destroyed,
  /// Its HEALTHCHECK says something else than before.
  health_changed,
};

std::string_view to_string(happening) noexcept;

/// One line of the event stream. A hint only: what is true is read again.
struct engine_event {
  std::string container_id;
  happening what = happening::started;
  /// When it happened on the engine's clock, in nanoseconds since 1970.
  std::int64_t at = 0;

  friend bool operator==(const engine_event&, const engine_event&) = default;
};

/// Returns whether a container in `state` has processes.
constexpr bool is_up(run_state state) noexcept {
  return state == run_state::running || state == run_state::paused
         || state == run_state::restarting;
}

} // namespace spin::docker
