#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/failure.hpp"
#include "store/port_binding.hpp"

namespace spin {

/// A volume or a path of the host, and where the container finds it.
struct mount {
  std::string source;
  std::string target;
  bool read_only = false;

  friend bool operator==(const mount&, const mount&) = default;
};

/// A folder in memory; empty at each start.
struct tmpfs_mount {
  std::string target;
  /// In bytes; 0 = half of the machine's memory, as the kernel has it.
  std::int64_t size = 0;
  /// Programs in it may be run.
  bool exec = false;

  friend bool operator==(const tmpfs_mount&, const tmpfs_mount&) = default;
};

/// A limit of each process; -1 = none.
struct ulimit {
  std::int64_t soft = 0;
  std::int64_t hard = 0;

  friend bool operator==(const ulimit&, const ulimit&) = default;
};

/// A network of the engine, and the names that it has there beside its own.
struct network_join {
  std::string name;
  std::vector<std::string> aliases;

  friend bool operator==(const network_join&, const network_join&) = default;
};

/// Another container, and the name by which it is found.
struct container_link {
  std::string container;
  std::string alias;

  friend bool operator==(const container_link&,
                         const container_link&) = default;
};

/// How the engine finds out whether a container is well. 0 = as the engine has
/// it (30 s, 30 s, 0 s and 3 times).
struct health_check {
  /// As the engine has it: "NONE"; "CMD" and words; or "CMD-SHELL" and a line.
  std::vector<std::string> test;
  std::chrono::seconds interval{0};
  std::chrono::seconds timeout{0};
  std::chrono::seconds start_period{0};
  std::int64_t retries = 0;

  friend bool operator==(const health_check&, const health_check&) = default;
};

/// What a container is made with beside its image, as far as a client or the
/// server's configuration said so; empty = as the image and the engine have it.
struct create_options {
  /// Without a leading slash.
  std::string name;
  std::map<std::string, std::string> env;
  std::optional<std::vector<std::string>> command;
  std::optional<std::vector<std::string>> entrypoint;
  std::string workdir;
  std::string user;
  std::string hostname;
  std::map<std::string, std::string> labels;
  std::vector<mount> volumes;
  std::vector<mount> binds;
  std::vector<tmpfs_mount> tmpfs;
  /// In bytes; 0 = no limit.
  std::optional<std::int64_t> memory;
  /// In billionths of a processor; 0 = no limit.
  std::optional<std::int64_t> nano_cpus;
  /// Processes and threads; 0 = no limit.
  std::optional<std::int64_t> pids;
  /// Of /dev/shm, in bytes.
  std::optional<std::int64_t> shm_size;
  std::map<std::string, ulimit> ulimits;
  std::vector<network_join> networks;
  std::vector<container_link> links;
  /// Without "CAP_".
  std::vector<std::string> cap_add;
  std::vector<std::string> cap_drop;
  /// Paths of the host, the same in the container.
  std::vector<std::string> devices;
  /// Of the root of its files.
  std::optional<bool> read_only;
  std::string stop_signal;
  std::optional<std::chrono::seconds> stop_timeout;
  /// A small init of the engine's is its process 1.
  std::optional<bool> init;
  std::optional<health_check> healthcheck;
  /// Host ports that are wanted; those of the other ports the engine chooses.
  std::vector<port_binding> ports;
  /// Public keys that may log in, each a line as in authorized_keys.
  std::vector<std::string> ssh_keys;
  /// A set of further rights that the configuration has.
  std::string profile;
  /// Containers of one user with the same are started, idle and stopped as one.
  std::string group;
  /// Names of containers that are ready before this one is started.
  std::vector<std::string> depends_on;

  friend bool operator==(const create_options&,
                         const create_options&) = default;
};

/// Writes `what` as one JSON object, without what is empty. Round trip:
/// `decode_options(encode(o)) == o`.
std::string encode(const create_options& what);

/// Reads what `encode` wrote, or what a client wrote in the same form. Errors:
/// `bad_request` with the field, what is wrong with it and the limit. Unknown
/// fields are errors, too.
outcome<create_options> decode_options(std::string_view json);

/// Returns `what` with "***" for whatever may be a secret: values of the
/// environment, of labels and of flags whose names say so, and logins in URLs.
create_options without_secrets(create_options what);

/// Returns whether `what` came out of `without_secrets` and there were some: as
/// it was, nobody knows any more.
bool lost_secrets(const create_options& what);

} // namespace spin
