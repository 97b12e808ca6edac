#pragma once

#include "actors/alarm_clock.hpp"
#include "actors/event_watcher.hpp"
#include "actors/registry.hpp"
#include "actors/token_keeper.hpp"
#include "config/logging.hpp"
#include "docker/gateway.hpp"
#include "docker/store_writer.hpp"
#include "tests/doubles/memory_store.hpp"
#include "tests/doubles/simulated_engine.hpp"
#include "tests/doubles/virtual_time.hpp"

namespace spin::test {

using namespace std::chrono_literals;

/// A whole server but its HTTP side: the real actors on virtual time, with a
/// simulated engine and a store in memory. Both outlive `crash`.
class simulated_server {
public:
  simulated_server() {
    log::init(config::log_level::error, config::log_format::text);
    engine->add_image("app");
    engine->add_image("mute", {});
    engine->add_image("udp", {{53, transport::udp}});
  }

  simulated_server(const simulated_server&) = delete;
  simulated_server& operator=(const simulated_server&) = delete;

  virtual ~simulated_server() { crash(); }

  /// Starts a server on what the engine and the store hold.
  void boot() {
    begin();
    time.settle();
    serves();
    time.settle();
  }

  /// As `boot`, but leaves all messages to those who step.
  void begin() {
    context = std::make_shared<container_context>();
    containers = std::make_shared<directory>();
    auto& system = time.system();
    writer = system.spawn(
      docker::store_writer_actor,
      std::unique_ptr<store::store>{std::make_unique<memory_store>(stored)},
      health, context->meters);
    docker::gateway_config doors;
    doors.meters = context->meters;
    gateway = system.spawn(docker::gateway_actor,
                           std::shared_ptr<docker::engine>{engine}, writer,
                           doors);
    alarms = system.spawn(alarm_clock_actor, std::size_t{0});
    context->gateway = gateway;
    context->alarms = alarms;
    context->containers = containers;
    context->knows_user = knows_user;
    context->vanished = std::make_shared<vanished_book>(keep_vanished);
    context->policy = {policy, bounds, false};
    context->boot = boot_name;
    context->wall_clock = [this] { return wall(); };
    context->instance = "default";
    context->publish_address = "127.0.0.1";
    context->check_in_url = [] { return "http://172.17.0.1/v1/check-in"; };
    keeper = system.spawn(token_keeper_actor, gateway, context->tokens,
                          context->wall_clock);
    context->token_keeper = keeper;
    registry = system.spawn(registry_actor, context_ptr{context}, span{60s});
    recovered = ask<done>(time, registry, atom::recover_v);
  }

  /// Returns whether the server has taken up what it had, so that it serves.
  /// Until then it tries again whenever this is asked.
  bool serves() {
    if (!registry || !recovered->here())
      return false;
    if (!**recovered) {
      recovered = ask<done>(time, registry, atom::recover_v);
      return false;
    }
    if (follows_events && !watcher) {
      watcher = time.system().spawn(event_watcher_actor, gateway, registry,
                                    health);
      caf::anon_send(watcher, atom::watch_v);
    }
    return true;
  }

  /// Ends the server as kill -9 does: nothing more is written or asked.
  void crash() {
    const auto end = [](const auto& whom) {
      if (whom)
        caf::anon_send_exit(whom, caf::exit_reason::kill);
    };
    engine->drop_listener();
    stored->orphaned = true;
    end(watcher);
    end(registry);
    end(keeper);
    end(gateway);
    end(alarms);
    // Who waits for the store is deaf to an exit until it is answered, and a
    // writer that is killed answers nobody: it goes last.
    time.settle();
    for (const auto& entry : containers->all())
      end(entry.actor);
    time.settle();
    end(writer);
    watcher = event_watcher_handle{};
    registry = registry_handle{};
    keeper = token_keeper_handle{};
    gateway = gateway_handle{};
    alarms = alarm_clock_handle{};
    writer = store_writer_handle{};
    time.settle();
    if (engine_goes_on)
      engine->forget_all_but_stops();
    else
      engine->forget_waiting();
    stored->orphaned = false;
    containers = std::make_shared<directory>();
  }

  /// The wall clock: runs with the virtual one, plus what a test adds.
  utc wall() {
    return utc{1'800'000'000'000ms}
           + std::chrono::floor<std::chrono::milliseconds>(
             time.now().time_since_epoch())
           + wall_jump;
  }

  // -- what a client can do -----------------------------------------------------

  outcome<view_ptr> create(const std::string& image = "app") {
    auto how = ask<view_ptr>(time, registry, atom::create_v,
                             create_request{.image = image, .by = by});
    time.settle();
    return **how;
  }

  /// Returns the engine id of a new running container.
  std::string running() { return create().value()->who->container_id; }

  container_handle actor(const std::string& container_id) {
    return containers->find(container_id).entry.value().actor;
  }

  lifecycle life(const std::string& container_id) {
    return containers->find(container_id).entry.value().view->life;
  }

  std::string status(const std::string& container_id) {
    const auto found = containers->find(container_id);
    return found.entry ? std::string{status_of(*found.entry->view)} : "none";
  }

  std::shared_ptr<answer<view_ptr>> wish(const std::string& container_id,
                                         any_wish what) {
    auto how = ask<view_ptr>(time, actor(container_id), what, by);
    time.settle();
    return how;
  }

  std::shared_ptr<answer<done>> remove(const std::string& container_id) {
    auto how = ask<done>(time, actor(container_id), atom::remove_v, by);
    time.settle();
    return how;
  }

  void report(const std::string& container_id, std::uint64_t active) {
    caf::anon_send(actor(container_id),
                   any_event{event::reported{{active, std::nullopt}}});
    time.settle();
  }

  std::shared_ptr<answer<done>> audit() {
    auto how = ask<done>(time, registry, atom::audit_v,
                         cause{trigger::pass});
    time.settle();
    return how;
  }

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
