#pragma once

#include <atomic>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "tests/support/process.hpp"

namespace spin::test {

/// A server on a Unix socket that answers whatever arrives with the next of its
/// lines, byte by byte as given, and hangs up after the last.
class scripted_redis {
public:
  explicit scripted_redis(std::vector<std::string> answers);
  ~scripted_redis();

  std::filesystem::path socket() const { return folder_.path() / "s"; }

private:
  void serve();

  temporary_folder folder_;
  std::vector<std::string> answers_;
  int listener_;
  std::atomic<bool> ending_ = false;
  std::thread thread_;
};

/// Stands between a store and its server. The first group that comes along is
/// held back, as a network does that loses its way for a while; everything
/// else passes.
class delaying_relay {
public:
  explicit delaying_relay(std::filesystem::path server);
  ~delaying_relay();

  std::filesystem::path socket() const { return folder_.path() / "s"; }

  /// Delivers what was held back and waits until the server has dealt with it.
  /// Returns whether there was something.
  bool release();

private:
  void serve();
  void pass(int client);

  temporary_folder folder_;
  std::filesystem::path server_;
  int listener_;
  std::atomic<bool> ending_ = false;
  std::atomic<int> held_by_ = -1;
  std::string held_;
  std::thread thread_;
};

} // namespace spin::test
