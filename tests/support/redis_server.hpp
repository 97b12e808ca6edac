#pragma once

#include <csignal>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "tests/support/process.hpp"

namespace spin::test {

/// A redis-server of our own on a free TCP port and a Unix socket, with its
/// data in a temporary folder. Acknowledges only what is on the disk, unless
/// told otherwise. Ends with the object.
class redis_server {
public:
  /// Starts it and waits until it answers. Throws with its log if it does not,
  /// e.g. because redis-server is not installed. `options` are words of its
  /// command line and win over ours.
  explicit redis_server(std::vector<std::string> options = {});

  /// "redis://127.0.0.1:PORT".
  std::string uri() const;

  std::uint16_t port() const noexcept { return port_; }

  std::filesystem::path socket() const { return folder_.path() / "s"; }

  /// Runs one command by redis-cli; returns its raw answer without the last
  /// line break.
  std::string ask(std::vector<std::string> words) const;

  /// kill -9. Its data stays for the next `start`.
  void crash();

  /// Stops it from running (SIGSTOP); connections stay, nothing is answered.
  void freeze() { child_->signal(SIGSTOP); }

  /// Lets it run on.
  void thaw() { child_->signal(SIGCONT); }

  /// Starts it again on the same port and data, with the same options.
  void start();

private:
  temporary_folder folder_;
  std::vector<std::string> options_;
  std::uint16_t port_ = 0;
  std::optional<process> child_;
};

} // namespace spin::test
