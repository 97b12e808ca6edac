#include "server_test.hpp"

namespace spin::http::test {

void world::note(std::string what) {
  const std::lock_guard hold{mutex};
  told.push_back(std::move(what));
}

void world::note(const cause& by) {
  const std::lock_guard hold{mutex};
  causes.emplace_back(to_string(by));
}

bool world::fails_at(std::string_view what) {
  const std::lock_guard hold{mutex};
  return fails.code != errc::none && what.starts_with(failing);
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

/// Writes what is set, e.g. " timeout=60 on_idle=stop".
std::string text_of(const policy_overrides& what) {
  std::string text;
  const auto add = [&text](const char* name, const auto& value) {
    if (value)
      text += std::string{" "} + name + '=' + std::to_string(value->count());
  };
  add("initial_timeout", what.initial_timeout);
  add("timeout", what.timeout);
  add("max_age", what.max_age);
  if (what.disable_timeouts)
    text += *what.disable_timeouts ? " disabled" : " enabled";
  if (what.on_idle)
    text += " on_idle=" + std::string{to_string(*what.on_idle)};
  return text;
}

std::string text_of(const report& said) {
  using std::chrono::seconds;
  return (said.active ? " " + std::to_string(*said.active) : "")
         + (said.busy_for
                ? " busy_for="
                      + std::to_string(
                          std::chrono::floor<seconds>(*said.busy_for).count())
                : "");
}

/// Notes the request and answers it as the world has it. Whoever waits for an
/// answer keeps `held`, as real actors do.
template <class T>
caf::result<T> reply(self_pointer self, const world_ptr& around,
                     std::string what, T value,
                     std::shared_ptr<const void> held = nullptr) {
  const bool fails = around->fails_at(what);
  around->note(std::move(what));
  const std::lock_guard hold{around->mutex};
  if (fails)
    return to_error(around->fails);
  if (!around->holds)
    return value;
  auto promise = self->make_response_promise<T>();
  self->state.held.push_back(
      [promise, value, held]() mutable { promise.deliver(value); });
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
        around->note(what.by);
        const auto whose = what.owner == "admin" ? "" : " for " + what.owner;
        {
          const std::lock_guard hold{around->mutex};
          around->wanted = what;
          around->wanted.place.reset();
        }
        return reply(self, around,
                     "create " + what.image + text_of(what.own) + whose,
                     shared(some_container('c')), what.place);
      },
      [=](atom::forget, const std::string& id) {
        return reply(self, around, "forget " + id.substr(0, 1), done{});
      },
      [=](atom::audit, const cause& by) {
        around->note(by);
        return reply(self, around, "audit", done{});
      },
      [=](atom::flush) { let_go(self); },
  };
}

caf::behavior made_up_gateway(self_pointer self, world_ptr around) {
  return {
      [=](atom::images, const cause& by) {
        around->note(by);
        return reply(self, around, "images",
                     std::vector<std::string>{"a/b:1", "c:latest"});
      },
      [=](atom::logs, const std::string& id, const docker::log_order& what,
          const cause& by) {
        around->note(by);
        {
          const std::lock_guard hold{around->mutex};
          around->logs.push_back(what);
        }
        return reply(self, around, "logs " + id.substr(0, 1), done{});
      },
      [=](atom::stats, const std::string& id, const std::string&,
          const cause& by) {
        around->note(by);
        return reply(self, around, "stats " + id.substr(0, 1), around->uses);
      },
      [=](atom::stats, const std::string& id, const docker::stats_order& what,
          const cause& by) {
        around->note(by);
        {
          const std::lock_guard hold{around->mutex};
          around->stats.push_back(what);
        }
        return reply(self, around, "follow stats " + id.substr(0, 1), done{});
      },
      [=](atom::flush) { let_go(self); },
  };
}

/// Answers each wish as a container would, and notes what it was.
struct made_up_answer {
  self_pointer self;
  world_ptr around;
  char id;

  template <class T>
  caf::result<view_ptr> note(const std::string& what, const T& view) const {
    return reply(self, around, what, shared(view));
  }

  caf::result<view_ptr> operator()(const event::create_asked&) const {
    return caf::sec::unexpected_message; // goes to the registry
  }
  caf::result<view_ptr> operator()(const event::start_asked&) const {
    return note(std::string{"start "} + id, some_container(id));
  }
  caf::result<view_ptr> operator()(const event::stop_asked&) const {
    return note(std::string{"stop "} + id, in_phase(phase::stopping, id));
  }
  caf::result<view_ptr> operator()(const event::keep_alive_asked& what) const {
    auto view = some_container(id);
    view.life.held_until = some_time().steady + what.length;
    const auto whole = std::chrono::floor<std::chrono::seconds>(what.length);
    return note(std::string{"keep alive "} + id + " "
                    + std::to_string(whole.count()),
                view);
  }
  caf::result<view_ptr> operator()(const wait_order& what) const {
    auto view = some_container(id);
    view.answers = view.life.run_id = incarnation{7};
    return note(std::string{"wait "} + id + " "
                    + std::string{to_string(what.what)},
                view);
  }
  caf::result<view_ptr> operator()(const policy_overrides& what) const {
    auto view = some_container(id);
    view.own = std::make_shared<const policy_overrides>(what);
    return note(std::string{"change "} + id + text_of(what), view);
  }
};

caf::behavior made_up_container(self_pointer self, world_ptr around, char id) {
  const std::string name{id};
  return {
      [=](const any_wish& what, const cause& by) {
        around->note(by);
        return std::visit(made_up_answer{self, around, id}, what);
      },
      [=](atom::remove, const cause& by) {
        around->note(by);
        return reply(self, around, "remove " + name, done{});
      },
      [=](const any_event& what) {
        around->note("check-in " + name
                     + text_of(std::get<event::reported>(what).said));
      },
      [=](atom::flush) { let_go(self); },
  };
}

caf::behavior made_up_keeper(self_pointer self, world_ptr around,
                             std::shared_ptr<token_book> book) {
  return {
      [=](atom::create, const api_token& what, const cause& by) {
        around->note(by);
        if (!around->fails_at("token"))
          book->put(what);
        return reply(self, around, "token of " + what.user, done{});
      },
      [=](atom::remove, const std::string& id,
          const cause& by) -> caf::result<bool> {
        around->note(by);
        if (!book->drop(id))
          return to_error({errc::no_such_token, "no such token"});
        return !around->fails_at("revoke");
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
  keeper = system->spawn(made_up_keeper, around, tokens);
  actors = {registry, gateway, keeper};
  for (char digit : {'a', 'b'}) {
    actors.push_back(system->spawn(made_up_container, around, digit));
    containers.enter(
        caf::actor_cast<container_handle>(
            caf::actor_cast<caf::strong_actor_ptr>(actors.back())),
        shared(
            in_phase(digit == 'a' ? phase::running : phase::stopped, digit)));
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
  config.users = {{"admin", role::admin, password, false, 0}};
  return config;
}

std::unique_ptr<server> ServerTest::listen(surface what, server_config config) {
  config.listen = test_config().listen;
  if (config.users.empty())
    config.users = test_config().users;
  const auto handle = [](const caf::actor& from) {
    return caf::actor_cast<caf::strong_actor_ptr>(from);
  };
  services with{*system,
                containers,
                caf::actor_cast<registry_handle>(handle(registry)),
                caf::actor_cast<gateway_handle>(handle(gateway)),
                clocks,
                rules,
                signs,
                nullptr,
                tokens,
                caf::actor_cast<token_keeper_handle>(handle(keeper)),
                nullptr,
                nullptr,
                past,
                beats,
                meters,
                savings,
                feed,
                vanished_ones};
  auto made = server::listen(what, config, with);
  if (!made)
    throw std::runtime_error(made.error().what);
  return std::move(*made);
}

spin::test::response ServerTest::ask(const std::string& method,
                                     const std::string& path,
                                     const std::string& body,
                                     std::vector<std::string> headers) {
  return ask_as(std::string{"admin:"} + password, method, path, body,
                std::move(headers));
}

spin::test::response ServerTest::ask_as(const std::string& login,
                                        const std::string& method,
                                        const std::string& path,
                                        const std::string& body,
                                        std::vector<std::string> headers) {
  return spin::test::send({.method = method,
                           .url = "http://" + api->address() + path,
                           .body = body,
                           .headers = std::move(headers),
                           .auth = login});
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
