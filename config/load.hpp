#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "config/entry.hpp"
#include "config/settings.hpp"

namespace spin::config {

/// The file that is read when no other is named; the only one that may be
/// absent.
inline constexpr const char* default_config_file =
    "/etc/spin-docker/spin_docker.yml";

/// Everything a configuration is made of. The strongest first: `sets`, the
/// environment, the file, the defaults.
struct sources {
  /// The argument of `--config`; else $SPIN_DOCKER_CONFIG, else `default_file`.
  std::optional<std::string> config_file;
  /// The arguments of `--set`; of two for one key the later wins.
  std::vector<std::string> sets;
  environment_variables environment;
  std::string default_file = default_config_file;
};

/// A configuration to run with, and where each of its values comes from.
struct configuration {
  settings values;
  /// By key, as in `problem::where`; without those that have their default.
  std::map<std::string, std::string> origins;
};

/// Reads, checks and merges all sources; every value is checked, also one that
/// a stronger source replaces. Touches nothing but the files it reads: the
/// configuration file, `sd_password_file` and `sd_users_file`. Errors: the first
/// problem found.
checked<configuration> load(const sources& from);

} // namespace spin::config
