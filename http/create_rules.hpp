#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "docker/types.hpp"
#include "http/message.hpp"
#include "store/create_options.hpp"

namespace spin::http {

/// A set of rights that clients may name.
struct rights_profile {
  /// Roles and users who may.
  std::vector<std::string> users;
  docker::host_rights rights;
  /// What it sets unless the client does.
  create_options usual;
  /// The engine's socket is in it.
  bool engine_socket = false;
};

/// What clients may ask for when they create a container: what the operator
/// says, see the rows of `sd_policy_*`. A pattern is one of the shell (fnmatch),
/// in which "{user}" is who asks.
struct create_rules {
  std::vector<std::string> images{"*"};
  std::vector<std::string> volumes;
  std::vector<std::string> networks;
  /// Absolute, links resolved; second: nobody may write there.
  std::vector<std::pair<std::string, bool>> binds;
  /// First and last, both included.
  std::vector<std::pair<std::uint16_t, std::uint16_t>> ports;
  std::vector<std::string> capabilities;
  std::vector<std::string> devices;
  std::map<std::string, std::int64_t> ulimits;
  bool no_new_privileges = true;
  /// What each gets that asks for nothing, and the most; 0 = no limit.
  struct limit {
    std::int64_t usual = 0;
    std::int64_t most = 0;
  };
  limit memory;
  limit nano_cpus;
  limit pids;
  std::int64_t shm_most = 0;
  std::chrono::seconds stop_timeout_most{0};
  std::map<std::string, rights_profile> profiles;
  /// All who may log in: a name with "{user}" may fit several.
  std::vector<std::string> users;
  /// The path of the engine's socket, links resolved; empty: it is on another
  /// machine, and so are the paths that could be mounted.
  std::string engine_socket;
};

/// Resolves the links of a path of this machine; none: there is no such thing.
using path_resolver =
    std::function<std::optional<std::string>(const std::string&)>;

/// Returns what `std::filesystem::canonical` does.
std::optional<std::string> real_path(const std::string& path);

/// How a container is made that may be.
struct allowed_create {
  /// What was asked for, with what each has that asks for nothing.
  create_options options;
  docker::host_rights rights;
};

/// Returns what `who` gets for asking for a container of `image` with `wish`.
/// Errors: 403 with the option, what is not allowed, what is, and where that is
/// set.
reading<allowed_create> allow(create_options wish, const std::string& image,
                              const principal& who, const create_rules& rules,
                              const path_resolver& resolve);

/// Returns whether `text` fits one of `patterns` for that user.
bool fits_any(const std::vector<std::string>& patterns, std::string_view text,
              const std::string& user, const std::vector<std::string>& users);

} // namespace spin::http
