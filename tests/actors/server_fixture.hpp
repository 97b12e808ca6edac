#pragma once

#include "actors/registry.hpp"
#include "config/logging.hpp"
#include "docker/gateway.hpp"
#include "docker/store_writer.hpp"
#include "tests/actors/memory_store.hpp"
#include "tests/actors/simulated_engine.hpp"
#include "tests/actors/virtual_time.hpp"

namespace spin::test {

using namespace std::chrono_literals;

/// A whole server but its HTTP side: the real actors on virtual time, with a
/// simulated engine and a store in memory. Both outlive `crash`.
class server_fixture : public ::testing::Test {
public:
  server_fixture() {
    log::init(config::log_level::error, config::log_format::text);
    engine->add_image("app");
    engine->add_image("mute", {});
    engine->add_image("udp", {{53, transport::udp}});
    boot();
  }

  ~server_fixture() override { crash(); }

  /// Starts a server on what the engine and the store hold.
  void boot() {
    context = std::make_shared<container_context>();
    containers = std::make_shared<directory>();
    auto& system = time.system();
    writer = system.spawn(
      docker::store_writer_actor,
      std::unique_ptr<store::store>{std::make_unique<memory_store>(stored)});
    gateway = system.spawn(docker::gateway_actor,
                           std::shared_ptr<docker::engine>{engine}, writer,
                           docker::gateway_config{});
    context->gateway = gateway;
    context->containers = containers;
    context->policy = policy;
    context->wall_clock = [this] { return wall(); };
    context->instance = "default";
    context->publish_address = "127.0.0.1";
    context->check_in_url = [] { return "http://172.17.0.1/v1/check-in"; };
    registry = system.spawn(registry_actor, context_ptr{context}, span{60s});
    recovered = ask<done>(time, registry, atom::recover_v);
    time.settle();
  }

  /// Ends the server as kill -9 does: nothing more is written or asked.
  void crash() {
    auto end = [](const auto& whom) {
      if (whom)
        caf::anon_send_exit(whom, caf::exit_reason::kill);
    };
    end(registry);
    end(gateway);
    end(writer);
    // Twice: what the registry had in its hands may have been one more actor.
    for (int i = 0; i < 2; ++i) {
      for (const auto& entry : containers->all())
        end(entry.actor);
      time.settle();
    }
    registry = registry_handle{};
    gateway = gateway_handle{};
    writer = store_writer_handle{};
    time.settle();
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

  outcome<container_view> create(const std::string& image = "app") {
    auto how = ask<container_view>(time, registry, atom::create_v,
                                   create_request{image});
    time.settle();
    return **how;
  }

  /// Returns the engine id of a new running container.
  std::string running() { return create().value().who->container_id; }

  container_handle actor(const std::string& container_id) {
    return containers->find(container_id).entry.value().actor;
  }

  lifecycle life(const std::string& container_id) {
    return containers->find(container_id).entry.value().view.life;
  }

  std::string status(const std::string& container_id) {
    const auto found = containers->find(container_id);
    return found.entry ? std::string{status_of(found.entry->view)} : "none";
  }

  template <class Atom>
  std::shared_ptr<answer<container_view>> wish(const std::string& container_id,
                                               Atom what) {
    auto how = ask<container_view>(time, actor(container_id), what);
    time.settle();
    return how;
  }

  std::shared_ptr<answer<done>> remove(const std::string& container_id) {
    auto how = ask<done>(time, actor(container_id), atom::remove_v);
    time.settle();
    return how;
  }

  void report(const std::string& container_id, std::uint64_t active) {
    caf::anon_send(actor(container_id), atom::check_in_v,
                   spin::report{active});
    time.settle();
  }

  std::shared_ptr<answer<done>> audit() {
    auto how = ask<done>(time, registry, atom::audit_v);
    time.settle();
    return how;
  }

  virtual_time time;
  std::shared_ptr<simulated_engine> engine
    = std::make_shared<simulated_engine>();
  std::shared_ptr<memory> stored = std::make_shared<memory>();
  idle_policy policy{100s, 10s, 40s, false};
  std::chrono::milliseconds wall_jump{0};

  std::shared_ptr<container_context> context;
  std::shared_ptr<directory> containers = std::make_shared<directory>();
  store_writer_handle writer;
  gateway_handle gateway;
  registry_handle registry;
  std::shared_ptr<answer<done>> recovered;
};

} // namespace spin::test
