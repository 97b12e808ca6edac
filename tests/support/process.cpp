#include "tests/support/process.hpp"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <utility>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/eventually.hpp"

namespace spin::test {

namespace {

/// Our environment with the changes applied, as "KEY=value".
std::vector<std::string>
environment_with(const std::map<std::string, std::string>& changes) {
  std::vector<std::string> lines;
  for (char** at = environ; *at != nullptr; ++at) {
    const std::string line = *at;
    if (!changes.contains(line.substr(0, line.find('='))))
      lines.push_back(line);
  }
  for (const auto& [key, value] : changes)
    if (!value.empty())
      lines.push_back(key + "=" + value);
  return lines;
}

std::vector<char*> pointers_to(std::vector<std::string>& lines) {
  std::vector<char*> result;
  for (auto& line : lines)
    result.push_back(line.data());
  result.push_back(nullptr);
  return result;
}

/// The child's side of a fork: only async-signal-safe calls.
[[noreturn]] void become(char** argv, char** env, const char* output) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  const int in = open("/dev/null", O_RDONLY | O_CLOEXEC);
  const int out = open(output, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  dup2(in, STDIN_FILENO);
  dup2(out, STDOUT_FILENO);
  dup2(out, STDERR_FILENO);
  execvpe(argv[0], argv, env);
  _exit(127);
}

} // namespace

process::process(const command& what) {
  // All memory is made ready before the fork: the parent may have threads.
  auto words = what.argv;
  auto lines = environment_with(what.env);
  const auto argv = pointers_to(words);
  const auto env = pointers_to(lines);
  const std::string output =
      what.output.empty() ? "/dev/null" : what.output.string();
  pid_ = fork();
  if (pid_ < 0)
    throw std::runtime_error("cannot fork");
  if (pid_ == 0)
    become(const_cast<char**>(argv.data()), const_cast<char**>(env.data()),
           output.c_str());
}

process::process(process&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)), ended_(other.ended_) {
  // nop
}

process::~process() {
  if (pid_ < 0 || ended_)
    return;
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
}

void process::signal(int number) const noexcept {
  if (!ended_)
    kill(pid_, number);
}

std::optional<int> process::wait(std::chrono::milliseconds within) {
  const auto has_ended = [this] {
    int status = 0;
    if (!ended_ && waitpid(pid_, &status, WNOHANG) == pid_)
      ended_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return ended_.has_value();
  };
  eventually(has_ended, within);
  return ended_;
}

finished run(const std::vector<std::string>& argv,
             std::chrono::seconds within) {
  const temporary_folder folder;
  const auto output = folder.path() / "output";
  process child{{argv, {}, output}};
  const auto code = child.wait(within);
  return {code.value_or(137), read_file(output)};
}

temporary_folder::temporary_folder() {
  auto name = (std::filesystem::temp_directory_path() / "spin.XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr)
    throw std::runtime_error("cannot make a folder at " + name);
  path_ = name;
}

temporary_folder::~temporary_folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string read_file(const std::filesystem::path& path) {
  std::ifstream in{path};
  return {std::istreambuf_iterator<char>{in}, {}};
}

} // namespace spin::test
