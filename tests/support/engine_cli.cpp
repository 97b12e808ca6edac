#include "tests/support/engine_cli.hpp"

#include <csignal>
#include <sstream>
#include <stdexcept>
#include <string>

namespace spin::test {

namespace {

std::string without_line_end(std::string text) {
  while (!text.empty() && text.back() == '\n')
    text.pop_back();
  return text;
}

void engine_script(const std::vector<std::string>& words) {
  std::vector<std::string> argv{SPIN_ENGINE_SCRIPT};
  argv.insert(argv.end(), words.begin(), words.end());
  if (const auto done = run(argv); done.exit_code != 0)
    throw std::runtime_error("engine.sh " + words[0] + ": " + done.output);
}

} // namespace

finished docker(const std::vector<std::string>& words) {
  std::vector<std::string> argv{"docker"};
  argv.insert(argv.end(), words.begin(), words.end());
  return run(argv);
}

std::set<std::string> containers_with(const std::string& label) {
  const auto list =
      docker({"ps", "-a", "-q", "--no-trunc", "--filter", "label=" + label});
  if (list.exit_code != 0)
    throw std::runtime_error("docker ps: " + list.output);
  std::set<std::string> ids;
  std::istringstream lines{list.output};
  for (std::string id; lines >> id;)
    ids.insert(id);
  return ids;
}

std::string inspect(const std::string& container, const std::string& format) {
  const auto answer =
      docker({"inspect", "--type", "container", "-f", format, container});
  return answer.exit_code == 0 ? without_line_end(answer.output) : "";
}

std::string bridge_gateway() {
  // Until an engine 20.10 is started for the second time it tells only the
  // subnet of its bridge; the gateway is the first address of that.
  const auto told = without_line_end(
      docker({"network", "inspect", "bridge", "-f",
              "{{with index .IPAM.Config 0}}{{or .Gateway .Subnet}}{{end}}"})
          .output);
  const auto slash = told.find('/');
  if (slash == std::string::npos)
    return told;
  const auto dot = told.rfind('.');
  const auto last = std::stoi(told.substr(dot + 1, slash - dot - 1));
  return told.substr(0, dot + 1) + std::to_string(last + 1);
}

private_engine::private_engine(std::string folder)
    : folder_(std::move(folder)) {
  engine_script({"start", folder_, "--apart"});
}

private_engine::~private_engine() {
  run({SPIN_ENGINE_SCRIPT, "stop", folder_});
}

void private_engine::signal(int number) const {
  if (const auto pid = std::stoi("0" + read_file(folder_ + "/pid")); pid > 0)
    kill(pid, number);
}

void private_engine::revive() {
  engine_script({"revive", folder_});
}

} // namespace spin::test
