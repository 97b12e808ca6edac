#include "tests/support/spin_server.hpp"

#include <csignal>
#include <fstream>
#include <set>
#include <stdexcept>
#include <utility>

#include <unistd.h>

#include "tests/support/eventually.hpp"

namespace spin::test {

namespace {

constexpr auto start_limit = std::chrono::seconds{60};
constexpr auto stop_limit = std::chrono::seconds{30};

/// An empty file of ours, so that the machine's own configuration is not read.
std::filesystem::path empty_config(const std::filesystem::path& folder) {
  auto path = folder / "spin_docker.yml";
  std::ofstream{path};
  return path;
}

/// Whether `name` is a variable that configures the server, or did the
/// original.
bool is_setting(const std::string& name) {
  static const std::set<std::string> old_names{
      "ENVIRONMENT", "DISABLE_TIMEOUTS", "INITIAL_TIMEOUT_INTERVAL",
      "TIMEOUT_INTERVAL"};
  return name.starts_with("SD_") || name.starts_with("SPIN_DOCKER_")
         || old_names.contains(name);
}

std::map<std::string, std::string> without_our_settings() {
  std::map<std::string, std::string> changes;
  for (char** at = environ; *at != nullptr; ++at) {
    const std::string line = *at;
    if (const auto name = line.substr(0, line.find('=')); is_setting(name))
      changes[name] = "";
  }
  return changes;
}

command command_of(const server_setup& setup) {
  std::vector<std::string> argv{setup.binary.string(), "--config",
                                empty_config(setup.folder).string()};
  for (const auto& [key, value] : setup.settings) {
    argv.emplace_back("--set");
    argv.push_back(key + "=" + value);
  }
  auto env = without_our_settings();
  env["UBSAN_OPTIONS"] = "print_stacktrace=1"; // or its finding has no place
  return {argv, env, setup.folder / "server.log"};
}

std::string password_of(const server_setup& setup) {
  const auto found = setup.settings.find("sd_password");
  return found == setup.settings.end() ? "spindocker" : found->second;
}

} // namespace

spin_server::spin_server(const server_setup& setup)
    : base_("http://" + setup.settings.at("sd_listen")),
      auth_("admin:" + password_of(setup)), child_(command_of(setup)) {
  const auto answers_or_ended = [this] {
    return send({.url = url("/healthz"), .within = std::chrono::seconds{2}})
                   .status
               == 200
           || !child_.running();
  };
  if (!eventually(answers_or_ended, start_limit) || !child_.running())
    throw std::runtime_error("the server did not come up:\n"
                             + server_log(setup.folder));
}

int spin_server::stop() {
  child_.signal(SIGTERM);
  if (const auto code = child_.wait(stop_limit))
    return *code;
  crash();
  return 128 + SIGKILL;
}

void spin_server::crash() {
  child_.signal(SIGKILL);
  child_.wait(stop_limit);
}

response spin_server::call(const std::string& method, const std::string& path,
                           const std::string& body,
                           std::vector<std::string> headers) const {
  return send({.method = method,
               .url = url(path),
               .body = body,
               .headers = std::move(headers),
               .auth = auth_});
}

std::string server_log(const std::filesystem::path& folder) {
  return read_file(folder / "server.log");
}

} // namespace spin::test
