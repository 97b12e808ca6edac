#include "tests/doubles/simulated_server.hpp"

#include "config/logging.hpp"

namespace spin::test {

simulated_server::simulated_server() {
  log::init(config::log_level::error, config::log_format::text);
  engine->add_image("app");
  engine->add_image("mute", {});
  engine->add_image("udp", {{53, transport::udp}});
}

simulated_server::~simulated_server() {
  crash();
}

void simulated_server::boot() {
  begin();
  time.settle();
  serves();
  time.settle();
}

void simulated_server::begin() {
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

bool simulated_server::serves() {
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

void simulated_server::crash() {
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

utc simulated_server::wall() {
  return utc{1'800'000'000'000ms}
         + std::chrono::floor<std::chrono::milliseconds>(
           time.now().time_since_epoch())
         + wall_jump;
}

outcome<view_ptr> simulated_server::create(const std::string& image) {
  return **create(create_request{.image = image, .by = by});
}

std::shared_ptr<answer<view_ptr>>
simulated_server::create(const create_request& what) {
  auto how = ask<view_ptr>(time, registry, atom::create_v, what);
  time.settle();
  return how;
}

std::string simulated_server::running() { return create().value()->who->container_id; }

container_handle simulated_server::actor(const std::string& container_id) {
  return containers->find(container_id).entry.value().actor;
}

lifecycle simulated_server::life(const std::string& container_id) {
  return containers->find(container_id).entry.value().view->life;
}

std::string simulated_server::status(const std::string& container_id) {
  const auto found = containers->find(container_id);
  return found.entry ? std::string{status_of(*found.entry->view)} : "none";
}

std::shared_ptr<answer<view_ptr>>
simulated_server::wish(const std::string& container_id, any_wish what) {
  auto how = ask<view_ptr>(time, actor(container_id), what, by);
  time.settle();
  return how;
}

std::shared_ptr<answer<done>>
simulated_server::remove(const std::string& container_id) {
  auto how = ask<done>(time, actor(container_id), atom::remove_v, by);
  time.settle();
  return how;
}

void simulated_server::report(const std::string& container_id,
                              std::uint64_t active) {
  caf::anon_send(actor(container_id),
                 any_event{event::reported{{active, std::nullopt}}});
  time.settle();
}

std::shared_ptr<answer<done>> simulated_server::audit() {
  auto how = ask<done>(time, registry, atom::audit_v,
                       cause{trigger::pass});
  time.settle();
  return how;
}

} // namespace spin::test
