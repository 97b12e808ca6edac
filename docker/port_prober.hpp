#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace spin::docker {

/// How long a try may take.
struct probe_times {
  /// For the connection.
  std::chrono::milliseconds connect{900};
  /// A proxy of the engine takes a connection before the container serves, and
  /// hangs up as soon as it sees that: within less than this.
  std::chrono::milliseconds hang_up{100};
};

/// Finds out whether TCP ports of one host are served: all at once, from one
/// thread of its own.
class port_prober {
public:
  /// Called exactly once, on the prober's thread; must neither block nor throw.
  using reply = std::function<void(bool)>;

  /// `host`: a name or an address.
  explicit port_prober(std::string host, probe_times times = {});

  port_prober(const port_prober&) = delete;
  port_prober& operator=(const port_prober&) = delete;

  /// Answers all tries under way with "no" and returns when that is done.
  ~port_prober();

  /// Connects to `port` and says whether somebody is there who does not hang up
  /// at once. Sends nothing. Returns at once. Thread-safe.
  void probe(std::uint16_t port, reply then);

private:
  class loop;
  std::unique_ptr<loop> loop_;
};

} // namespace spin::docker
