#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "tests/support/http_client.hpp"
#include "tests/support/process.hpp"

namespace spin::test {

/// How a server under test is run.
struct server_setup {
  std::filesystem::path binary;
  /// Each becomes `--set key=value`. Must hold `sd_listen` with a port.
  std::map<std::string, std::string> settings;
  /// Gets the configuration file and the log.
  std::filesystem::path folder;
};

/// The real server as a child process, and a client that knows its password.
/// All SD_ variables of our own environment are kept from it.
class spin_server {
public:
  /// Starts it and waits until it answers /healthz. Throws with its log if it
  /// does not within a minute.
  explicit spin_server(const server_setup& setup);

  /// Ends it with SIGTERM; returns the exit code (also 137 if it hung, or the
  /// sanitizers' own if they found something).
  int stop();

  /// kill -9.
  void crash();

  process& child() noexcept { return child_; }

  std::string url(const std::string& path) const { return base_ + path; }

  /// Sends a request with the password.
  response call(const std::string& method, const std::string& path,
                const std::string& body = {},
                std::vector<std::string> headers = {}) const;

  response get(const std::string& path) const { return call("GET", path); }
  response post(const std::string& path, const std::string& body) const {
    return call("POST", path, body);
  }
  response patch(const std::string& path, const std::string& body) const {
    return call("PATCH", path, body);
  }
  response remove(const std::string& path) const {
    return call("DELETE", path);
  }

private:
  std::string base_;
  std::string auth_;
  process child_;
};

/// Returns the log of all servers that ran with `folder`.
std::string server_log(const std::filesystem::path& folder);

} // namespace spin::test
