#pragma once

#include <map>
#include <mutex>
#include <ostream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/fake_http.hpp"
#include "tests/support/process.hpp"

namespace spin::test {

/// Who runs the script, and what it finds to post with.
struct surroundings {
  /// The words before the script's name.
  std::vector<std::string> shell;
  /// The one of curl, wget and busybox that is installed.
  std::string client;
};

std::ostream& operator<<(std::ostream& out, const surroundings& what);

/// Every shell with every client that it can come to use. A busybox shell takes
/// its own wget before any other.
std::vector<surroundings> every_surroundings();

/// Runs the check-in script as cron does, with no environment, in a folder that
/// it takes for the container's root, against a scripted server. No time
/// passes: it is told to wait by writing down for how long.
class CheckInScript : public ::testing::TestWithParam<surroundings> {
protected:
  CheckInScript();

  /// The server. Requests are kept before `respond` is asked.
  fake_answer serve(const fake_request& asked);

  /// Writes a file of the container, e.g. "proc/net/tcp".
  void put(const std::string& file, const std::string& text) const;

  /// The same, and makes it a program that sh runs.
  void put_program(const std::string& file, const std::string& text) const;

  /// Writes what process 1 was started with.
  void put_environment(const std::vector<std::string>& entries) const;

  /// Makes the container have as many clients, all at port 80.
  void put_clients(int how_many) const;

  /// The words that run the script, with its own environment `env`.
  std::vector<std::string>
  words(const std::vector<std::string>& arguments,
        const std::map<std::string, std::string>& env) const;

  finished check_in(const std::vector<std::string>& arguments = {},
                    const std::map<std::string, std::string>& env = {}) const {
    return run(words(arguments, env));
  }

  /// The server's url.
  std::string url() const;

  /// Returns how long it waited, e.g. "1 2 ".
  std::string waits() const;

  std::vector<fake_request> requests() const;

  /// The bodies of all requests so far.
  std::vector<std::string> bodies() const;

  std::string path_of(const std::string& file) const {
    return (root_.path() / file).string();
  }

  /// What the server says; 200 with {"active":"2"} if not set.
  fake_http::script respond;

private:
  temporary_folder root_;
  mutable std::mutex mutex_;
  std::vector<fake_request> requests_;
  fake_http server_;
};

} // namespace spin::test
