#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "docker/types.hpp"
#include "tests/bench/timed_client.hpp"
#include "tests/support/process.hpp"
#include "tests/support/spin_server.hpp"

namespace spin::bench {

/// One container on each side of a comparison.
inline constexpr const char* image = "spin-docker/hello";
/// The same, but deaf to SIGTERM.
inline constexpr const char* stubborn_image = "spin-docker/hello-stubborn";

/// A server of its own in front of the engine that answers, and both as
/// targets. Removes all their containers at the end.
class rig {
public:
  /// `instance` marks the containers of both sides. Throws if something does
  /// not come up.
  rig(const std::string& server_binary, std::string instance);
  rig(const rig&) = delete;
  rig& operator=(const rig&) = delete;
  ~rig();

  const target& server() const noexcept { return server_target_; }
  const target& engine() const noexcept { return engine_target_; }

  /// Creates a container as a client of the server does; its engine id.
  static std::string make_by_server(timed_client& server,
                                    const std::string& of = image);

  /// Creates, starts and inspects the same container without the server; its
  /// engine id.
  std::string make_by_engine(timed_client& engine) const;

  /// Throws unless a container of each side has the same settings.
  void compare_sides();

  /// Asks the server to delete a container and waits until the engine forgot
  /// it.
  void remove_by_server(const std::string& container);

  /// Removes a container without the server.
  void remove_by_engine(const std::string& container);

  /// Removes all containers of a side but `kept`.
  void remove_all_by_server(const std::string& kept);
  void remove_all_by_engine();

  /// Returns the ids of the server's or of the other containers.
  std::vector<std::string> made_by_server() { return listed(instance_); }
  std::vector<std::string> made_by_engine() {
    return listed(engine_instance());
  }

private:
  docker::container_spec next_spec() const;
  std::string engine_instance() const { return instance_ + ".raw"; }
  std::vector<std::string> listed(const std::string& instance);
  void wait_until_gone(const std::vector<std::string>& containers);

  std::string instance_;
  std::string check_in_address_;
  test::temporary_folder folder_;
  target server_target_;
  target engine_target_;
  std::optional<test::spin_server> process_;
  timed_client server_client_;
  timed_client engine_client_;
};

} // namespace spin::bench
