#include "config/command_line.hpp"

#include <algorithm>

#include <CLI/CLI.hpp>

namespace spin::config {

namespace {

/// What the flags ask for.
struct request {
  sources from;
  bool check = false;
  bool print = false;
  bool example = false;
  bool manual = false;
  bool hash = false;
};

answer printed(std::string out) {
  return {0, std::move(out), {}};
}

answer refused(int exit_code, const std::string& line) {
  return {exit_code, {}, line + '\n'};
}

/// The flags by their place in the table.
enum flag_index {
  config_flag,
  set_flag,
  check_flag,
  print_flag,
  example_flag,
  manual_flag,
  hash_flag,
  version_flag,
  help_flag,
};

/// Declares the table's flags to the parser; it fills `into`.
void declare(CLI::App& app, request& into) {
  const auto name = [](flag_index i) {
    const auto& full = flags().at(i).name;
    return full.substr(0, full.find(' '));
  };
  const auto help = [](flag_index i) { return flags().at(i).help; };
  app.set_help_flag(name(help_flag), help(help_flag));
  app.set_version_flag(name(version_flag), "spin-docker " SPIN_VERSION,
                       help(version_flag));
  app.add_option(name(config_flag), into.from.config_file, help(config_flag))
      ->type_name("FILE");
  app.add_option(name(set_flag), into.from.sets, help(set_flag))
      ->type_name("KEY=VALUE")
      ->allow_extra_args(false);
  app.add_flag(name(check_flag), into.check, help(check_flag));
  app.add_flag(name(print_flag), into.print, help(print_flag));
  app.add_flag(name(example_flag), into.example, help(example_flag));
  app.add_flag(name(manual_flag), into.manual, help(manual_flag));
  app.add_flag(name(hash_flag), into.hash, help(hash_flag));
  app.footer(help_on_keys());
  app.get_formatter()->column_width(26);
  app.allow_extras(); // reported by us: they may hold a secret
}

/// Names an argument that is no flag of ours, without its value.
answer refuse_extra(const std::string& extra) {
  const auto what = extra.starts_with("--")
                        ? "unknown flag " + shown_key(extra)
                        : std::string{"an argument that belongs to no flag"};
  return refused(exit_usage, what + "; allowed: the flags that --help lists");
}

command obey(const request& asked) {
  if (asked.example)
    return printed(example_file());
  if (asked.manual)
    return printed(manual_page(flags()));
  if (asked.hash)
    return hash_wanted{};
  const auto loaded = load(asked.from);
  if (!loaded)
    return refused(exit_config, loaded.error().line());
  if (asked.print)
    return printed(print_config(*loaded, secrets::hidden));
  if (asked.check)
    return printed("the configuration is valid\n");
  return loaded->values;
}

} // namespace

const std::vector<flag>& flags() {
  static const std::vector<flag> table{
      {"--config FILE", "read the configuration from this file"},
      {"--set KEY=VALUE", "set one key; may be repeated, the last one wins"},
      {"--check-config", "check the configuration and exit"},
      {"--print-config", "print the configuration without secrets and exit"},
      {"--print-example",
       "print a configuration file of all defaults and exit"},
      {"--print-manual", "print the manual page and exit"},
      {"--hash-password",
       "read a password from the standard input, print its hash and exit"},
      {"--version", "print the version and exit"},
      {"--help", "print this help and exit"},
  };
  return table;
}

command parse_command_line(const std::vector<std::string>& arguments,
                           const environment_variables& environment,
                           const std::string& default_file) {
  request asked;
  asked.from.environment = environment;
  asked.from.default_file = default_file;
  CLI::App app{"Self-service containers that stop when nobody uses them",
               "spin-docker"};
  declare(app, asked);
  try {
    app.parse(std::vector<std::string>{arguments.rbegin(), arguments.rend()});
  } catch (const CLI::CallForHelp&) {
    return printed(app.help());
  } catch (const CLI::CallForVersion& e) {
    return printed(std::string{e.what()} + '\n');
  } catch (const CLI::ArgumentMismatch& e) {
    return refused(exit_usage, e.what());
  } catch (const CLI::ParseError&) {
    return refused(exit_usage, "a flag is not as --help shows it");
  }
  if (const auto extras = app.remaining(); !extras.empty())
    return refuse_extra(extras.front());
  return obey(asked);
}

command parse_command_line(int argc, const char* const* argv,
                           const char* const* environment_block) {
  const std::vector<std::string> arguments(argv + std::min(argc, 1),
                                           argv + argc);
  return parse_command_line(arguments, environment_of(environment_block));
}

} // namespace spin::config
