#pragma once

#include <string>
#include <vector>

#include "config/load.hpp"

namespace spin::config {

// All that is written about options, printed from their table.

/// A flag of the command line.
struct flag {
  /// With its argument, if it takes one: "--config FILE".
  std::string name;
  /// One line without a period.
  std::string help;
};

/// Returns a line of help with a capital and a period.
std::string as_sentence(std::string help);

/// Returns the list of keys that `--help` ends with.
std::string help_on_keys();

/// Returns `config/spin_docker.example.yml`: every key with its default, as a
/// comment that is ready to be uncommented.
std::string example_file();

/// Returns `config/spin-docker.8`, in the man macros of roff.
std::string manual_page(const std::vector<flag>& flags);

/// Whether to print passwords.
enum class secrets : std::uint8_t { hidden, shown };

/// Returns the settings as a configuration file, each line with a comment that
/// says where its value comes from. A value with a secret is commented out when
/// secrets are hidden, so that its mask is never loaded in its place.
std::string print_config(const configuration& what, secrets how);

} // namespace spin::config
