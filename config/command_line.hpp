#pragma once

#include <string>
#include <variant>
#include <vector>

#include "config/load.hpp"
#include "config/pages.hpp"

namespace spin::config {

/// What to print and how to end when there is no server to run.
struct answer {
  int exit_code = 0;
  std::string out; ///< For the standard output.
  std::string err; ///< For the standard error stream.
};

/// A password is to be read and its hash to be printed; see `answer_hash`.
struct hash_wanted {};

/// The settings to run with, or what to do instead.
using command = std::variant<settings, answer, hash_wanted>;

/// Exit codes of <sysexits.h>.
inline constexpr int exit_usage = 64;
inline constexpr int exit_config = 78;

/// Returns the flags of the command line, in the order of `--help`.
const std::vector<flag>& flags();

/// Reads the command line with all the sources it names. `arguments` are those
/// after the program's name. Prints nothing, changes nothing, reads only files.
/// `default_file` is what stands for /etc/spin-docker/spin_docker.yml.
command
parse_command_line(const std::vector<std::string>& arguments,
                   const environment_variables& environment,
                   const std::string& default_file = default_config_file);

/// The same for the arguments of `main`; `environment_block` is `environ`.
command parse_command_line(int argc, const char* const* argv,
                           const char* const* environment_block);

} // namespace spin::config
