#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

namespace spin::test {

/// What to run and where its output goes.
struct command {
  /// The program and its arguments; a name without a slash is looked up.
  std::vector<std::string> argv;
  /// Changes to our environment; an empty value removes the variable.
  std::map<std::string, std::string> env;
  /// Both output streams are appended to this file; empty = /dev/null.
  std::filesystem::path output;
};

/// A running child, ended by its number and by nothing else. It also ends when
/// the test program dies, so a killed test run leaves no process behind.
class process {
public:
  /// Starts `what`. A program that cannot be run ends with exit code 127.
  explicit process(const command& what);

  process(process&& other) noexcept;
  process& operator=(process&&) = delete;

  /// Kills it (SIGKILL) if it still runs.
  ~process();

  pid_t pid() const noexcept { return pid_; }

  /// Sends `number`; nothing happens if it has ended.
  void signal(int number) const noexcept;

  /// Returns the exit code, or 128 + the signal that ended it; none if it still
  /// runs after `within`.
  std::optional<int> wait(std::chrono::milliseconds within);

  bool running() { return !wait(std::chrono::milliseconds{0}); }

private:
  pid_t pid_;
  std::optional<int> ended_;
};

/// What a finished command left.
struct finished {
  int exit_code = 0;
  std::string output;
};

/// Runs `argv` to its end and returns what it printed on both streams. It is
/// killed after `within`; then the exit code is 137.
finished run(const std::vector<std::string>& argv,
             std::chrono::seconds within = std::chrono::seconds{60});

/// A folder of its own, removed with all it holds.
class temporary_folder {
public:
  temporary_folder();
  temporary_folder(const temporary_folder&) = delete;
  temporary_folder& operator=(const temporary_folder&) = delete;
  ~temporary_folder();

  const std::filesystem::path& path() const noexcept { return path_; }

private:
  std::filesystem::path path_;
};

/// Returns all of a file; empty if it cannot be read.
std::string read_file(const std::filesystem::path& path);

} // namespace spin::test
