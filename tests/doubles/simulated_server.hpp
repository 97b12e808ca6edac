#pragma once

#include "actors/alarm_clock.hpp"
#include "actors/event_watcher.hpp"
#include "actors/registry.hpp"
#include "actors/token_keeper.hpp"
#include "docker/gateway.hpp"
#include "docker/store_writer.hpp"
#include "tests/doubles/memory_store.hpp"
#include "tests/doubles/simulated_engine.hpp"
#include "tests/doubles/virtual_time.hpp"

namespace spin::test {

using namespace std::chrono_literals;

/// A whole server but its HTTP side: the real actors on virtual time, with a
/// simulated engine and a store in memory. Both outlive `crash`. What works
/// with actors is in the source: in each test it would cost a quarter of a
/// minute to compile.
class simulated_server {
public:
  simulated_server();
  simulated_server(const simulated_server&) = delete;
  simulated_server& operator=(const simulated_server&) = delete;
  virtual ~simulated_server();

  /// Starts a server on what the engine and the store hold.
  void boot();

  /// As `boot`, but leaves all messages to those who step.
  void begin();

  /// Returns whether the server has taken up what it had, so that it serves.
  /// Until then it tries again whenever this is asked.
  bool serves();

  /// Ends the server as kill -9 does: nothing more is written or asked.
  void crash();

  /// The wall clock: runs with the virtual one, plus what a test adds.
  utc wall();

  // -- what a client can do -----------------------------------------------------

  outcome<view_ptr> create(const std::string& image = "app");

  /// The same for any wish; the answer may come later.
  std::shared_ptr<answer<view_ptr>> create(const create_request& what);

  /// Returns the engine id of a new running container.
  std::string running();

  container_handle actor(const std::string& container_id);
  lifecycle life(const std::string& container_id);
  std::string status(const std::string& container_id);

  std::shared_ptr<answer<view_ptr>> wish(const std::string& container_id,
                                         any_wish what);
  std::shared_ptr<answer<done>> remove(const std::string& container_id);
  void report(const std::string& container_id, std::uint64_t active);
  std::shared_ptr<answer<done>> audit();

  virtual_time time;
  std::shared_ptr<simulated_engine> engine
    = std::make_shared<simulated_engine>();
  std::shared_ptr<memory> stored = std::make_shared<memory>();
  idle_policy policy{100s, 10s, 40s, false};
  policy_bounds bounds;
  span keep_vanished = 24h * 7;
  /// Off: what happens behind our back is found by passes only.
  bool follows_events = false;
  /// On: what the engine was asked to stop before a crash stops after it.
  bool engine_goes_on = false;
  std::shared_ptr<health_board> health
    = std::make_shared<health_board>([this] { return wall(); });
  std::chrono::milliseconds wall_jump{0};
  std::string boot_name = "this run of the machine";
  /// What the next wishes come from.
  cause by{trigger::request, "5eed"};

  std::shared_ptr<container_context> context;
  /// As in the context of the next start.
  std::function<bool(const std::string&)> knows_user;
  std::shared_ptr<directory> containers = std::make_shared<directory>();
  store_writer_handle writer;
  gateway_handle gateway;
  alarm_clock_handle alarms;
  token_keeper_handle keeper;
  registry_handle registry;
  event_watcher_handle watcher;
  std::shared_ptr<answer<done>> recovered;
};

} // namespace spin::test
