#include "server_test.hpp"

namespace spin::http::test {

void world::note(std::string what) {
  const std::lock_guard hold{mutex};
  told.push_back(std::move(what));
}

std::vector<std::string> world::notes() {
  const std::lock_guard hold{mutex};
  return told;
}

namespace {

using world_ptr = std::shared_ptr<world>;

/// Requests that wait for `release`.
struct made_up_state {
  std::vector<std::function<void()>> held;
};

using self_pointer = caf::stateful_actor<made_up_state>*;

/// Notes the request and answers it as the world has it.
template <class T>
caf::result<T> reply(self_pointer self, const world_ptr& around,
                     std::string what, T value) {
  around->note(std::move(what));
  const std::lock_guard hold{around->mutex};
  if (around->fails.code != errc::none)
    return to_error(around->fails);
  if (!around->holds)
    return value;
  auto promise = self->make_response_promise<T>();
  self->state.held.push_back(
      [promise, value]() mutable { promise.deliver(value); });
  return promise;
}

void let_go(self_pointer self) {
  for (auto& each : self->state.held)
    each();
  self->state.held.clear();
}

caf::behavior made_up_registry(self_pointer self, world_ptr around) {
  return {
      [=](atom::create, const create_request& what) {
        return reply(self, around, "create " + what.image, some_container('c'));
      },
      [=](atom::audit) { return reply(self, around, "audit", done{}); },
      [=](atom::flush) { let_go(self); },
  };
}

caf::behavior made_up_gateway(self_pointer self, world_ptr around) {
  return {
      [=](atom::images) {
        return reply(self, around, "images",
                     std::vector<std::string>{"a/b:1", "c:latest"});
      },
      [=](atom::flush) { let_go(self); },
  };
}

caf::behavior made_up_container(self_pointer self, world_ptr around, char id) {
  const std::string name{id};
  return {
      [=](atom::start) {
        return reply(self, around, "start " + name, some_container(id));
      },
      [=](atom::stop) {
        return reply(self, around, "stop " + name,
                     in_phase(phase::stopping, id));
      },
      [=](atom::remove) {
        return reply(self, around, "remove " + name, done{});
      },
      [=](atom::check_in, report said) {
        around->note("check-in " + name + " " + std::to_string(said.active));
      },
      [=](atom::flush) { let_go(self); },
  };
}

} // namespace

ServerTest::ServerTest() {
  settings.set("scheduler.max-threads", 2u);
  system = std::make_unique<caf::actor_system>(settings);
  registry = system->spawn(made_up_registry, around);
  gateway = system->spawn(made_up_gateway, around);
  actors = {registry, gateway};
  for (char digit : {'a', 'b'}) {
    actors.push_back(system->spawn(made_up_container, around, digit));
    containers.enter(
        caf::actor_cast<container_handle>(
            caf::actor_cast<caf::strong_actor_ptr>(actors.back())),
        in_phase(digit == 'a' ? phase::running : phase::stopped, digit));
  }
  api = listen(surface::api);
}

ServerTest::~ServerTest() {
  api.reset();
  for (const auto& each : actors)
    caf::anon_send_exit(each, caf::exit_reason::user_shutdown);
}

server_config ServerTest::test_config() {
  server_config config;
  config.listen = "127.0.0.1:0";
  config.password = "pass:word";
  return config;
}

std::unique_ptr<server> ServerTest::listen(surface what, server_config config) {
  config.listen = test_config().listen;
  config.password = test_config().password;
  const auto handle = [](const caf::actor& from) {
    return caf::actor_cast<caf::strong_actor_ptr>(from);
  };
  services with{*system,
                containers,
                caf::actor_cast<registry_handle>(handle(registry)),
                caf::actor_cast<gateway_handle>(handle(gateway)),
                some_time,
                idle_policy{}};
  auto made = server::listen(what, config, with);
  if (!made)
    throw std::runtime_error(made.error().what);
  return std::move(*made);
}

spin::test::response ServerTest::ask(const std::string& method,
                                     const std::string& path,
                                     const std::string& body,
                                     std::vector<std::string> headers) {
  return spin::test::send({.method = method,
                           .url = "http://" + api->address() + path,
                           .body = body,
                           .headers = std::move(headers),
                           .auth = "admin:" + test_config().password});
}

spin::test::response ServerTest::ask_openly(const server& to,
                                            const std::string& method,
                                            const std::string& path,
                                            const std::string& body,
                                            std::vector<std::string> headers) {
  return spin::test::send({.method = method,
                           .url = "http://" + to.address() + path,
                           .body = body,
                           .headers = std::move(headers)});
}

void ServerTest::release() {
  for (const auto& each : actors)
    caf::anon_send(each, atom::flush_v);
}

void ServerTest::expect_told(const std::vector<std::string>& those) {
  EXPECT_TRUE(
      eventually([&] { return around->notes().size() >= those.size(); }));
  EXPECT_EQ(around->notes(), those);
}

std::string ServerTest::path_of(char digit) {
  return "/v1/containers/" + std::string(64, digit);
}

} // namespace spin::http::test
