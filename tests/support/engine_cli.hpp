#pragma once

#include <set>
#include <string>
#include <vector>

#include "tests/support/process.hpp"

namespace spin::test {

/// Runs `docker WORDS...` against the engine at $DOCKER_HOST (or its usual
/// place), as a user beside us would.
finished docker(const std::vector<std::string>& words);

/// Returns the full ids of all containers, also stopped ones, that carry
/// `label` ("key=value").
std::set<std::string> containers_with(const std::string& label);

/// Returns one value of `docker inspect -f FORMAT`, without the line's end;
/// empty if there is no such container.
std::string inspect(const std::string& container, const std::string& format);

/// Returns the address of the host on the default bridge, e.g. "172.17.0.1".
std::string bridge_gateway();

/// An engine of its own in a network namespace of its own (deploy/engine.sh),
/// for what must not be done to the machine's: kill it, freeze it. Needs root.
class private_engine {
public:
  /// Starts it below `folder`. Throws if it does not come up.
  explicit private_engine(std::string folder);
  private_engine(const private_engine&) = delete;
  private_engine& operator=(const private_engine&) = delete;

  /// Ends it and everything that it ran.
  ~private_engine();

  /// Returns what to put into DOCKER_HOST.
  std::string address() const { return "unix://" + folder_ + "/docker.sock"; }

  /// Sends a signal to the daemon alone: its containers do not get it.
  void signal(int number) const;

  /// Starts a killed one again over the same data.
  void revive();

private:
  std::string folder_;
};

} // namespace spin::test
