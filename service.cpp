#include "service.hpp"

#include <chrono>
#include <future>
#include <mutex>
#include <stdexcept>

#include "actors/registry.hpp"
#include "config/logging.hpp"
#include "docker/gateway.hpp"
#include "docker/store_writer.hpp"
#include "http/server.hpp"

namespace spin {

namespace {

utc utc_now() {
  return std::chrono::floor<std::chrono::milliseconds>(
    std::chrono::system_clock::now());
}

template <class T>
T need(outcome<T> what, const char* part) {
  if (!what)
    throw std::runtime_error(std::string{part} + ": " + what.error().what);
  return std::move(*what);
}

/// Waits for the one answer of an engine call.
template <class T, class Call>
outcome<T> wait_for_answer(Call begin) {
  auto answer = std::make_shared<std::promise<outcome<T>>>();
  auto future = answer->get_future();
  begin([answer](outcome<T> how) { answer->set_value(std::move(how)); });
  return future.get();
}

struct host_and_port {
  std::string host;
  std::string port;
};

host_and_port split(const std::string& address) {
  const auto colon = address.rfind(':');
  return {address.substr(0, colon), address.substr(colon + 1)};
}

idle_policy policy_of(const config::settings& settings) {
  return {settings.sd_initial_timeout_interval, settings.sd_timeout_interval,
          settings.sd_report_ttl, settings.sd_disable_timeouts};
}

} // namespace

struct service::parts {
  config::settings settings;
  std::mutex url_mutex;
  std::string check_in_url;

  caf::actor_system_config system_config;
  caf::actor_system system{system_config};
  std::shared_ptr<directory> containers = std::make_shared<directory>();
  std::shared_ptr<docker::engine> engine;
  store_writer_handle writer;
  gateway_handle gateway;
  registry_handle registry;
  std::shared_ptr<http::metrics> counters = http::make_metrics();
  std::unique_ptr<http::server> api;
  std::unique_ptr<http::server> check_ins;

  explicit parts(const config::settings& from);
  ~parts();

  outcome<std::unique_ptr<http::server>> open(http::surface what,
                                              const std::string& address);
  outcome<std::string> bridge_gateway();
  outcome<done> open_check_ins();
  void announce(const std::string& address);
};

service::parts::parts(const config::settings& from) : settings(from) {
  auto target = need(store::make_store(settings.sd_store,
                                       "spin-docker:" + settings.sd_instance),
                     "store");
  engine = need(docker::connect({settings.sd_engine}), "engine");
  log::info("starting", {{"version", SPIN_VERSION},
                         {"instance", settings.sd_instance},
                         {"store", target->describe()},
                         {"engine", settings.sd_engine}});
  writer = system.spawn<caf::detached>(docker::store_writer_actor,
                                       std::move(target));
  docker::gateway_config doors;
  doors.stop_grace = settings.sd_stop_grace;
  doors.instance = settings.sd_instance;
  gateway = system.spawn(docker::gateway_actor, engine, writer, doors);
  auto context = std::make_shared<container_context>();
  context->gateway = gateway;
  context->containers = containers;
  context->policy = policy_of(settings);
  context->wall_clock = utc_now;
  context->instance = settings.sd_instance;
  context->publish_address = settings.sd_publish_address;
  context->check_in_url = [this] {
    std::lock_guard guard{url_mutex};
    return check_in_url;
  };
  registry = system.spawn(registry_actor, context_ptr{context},
                          span{settings.sd_audit_interval});
}

service::parts::~parts() {
  check_ins.reset();
  api.reset();
  caf::scoped_actor self{system};
  self->send_exit(registry, caf::exit_reason::user_shutdown);
  self->wait_for(registry);
  for (const auto& entry : containers->all())
    self->send_exit(entry.actor, caf::exit_reason::user_shutdown);
  self->send_exit(gateway, caf::exit_reason::user_shutdown);
  self->wait_for(gateway);
  self->request(writer, std::chrono::seconds{10}, atom::sync_v)
    .receive([](done) {},
             [](const caf::error&) {
               log::error("store did not answer; the latest reports may be lost");
             });
  self->send_exit(writer, caf::exit_reason::user_shutdown);
  // Its callbacks reach for actors: it must go while there is a system.
  engine.reset();
}

outcome<std::unique_ptr<http::server>>
service::parts::open(http::surface what, const std::string& address) {
  http::server_config config;
  config.listen = address;
  config.password = settings.sd_password;
  config.trusted_proxies = settings.sd_trusted_proxies;
  return http::server::listen(
    what, config,
    {system, *containers, registry, gateway,
     [] { return clock_pair{std::chrono::steady_clock::now(), utc_now()}; },
     policy_of(settings),
     counters});
}

outcome<std::string> service::parts::bridge_gateway() {
  return wait_for_answer<std::string>(
    [this](auto then) { engine->bridge_gateway(std::move(then)); });
}

/// Tells containers to come from where to report, from their point of view.
void service::parts::announce(const std::string& address) {
  auto [host, port] = split(address);
  if (host == "0.0.0.0" || host == "[::]") {
    const auto bridge = bridge_gateway();
    if (!bridge)
      return log::warning("containers are not told where to report",
                          {{"reason", bridge.error().what}});
    host = *bridge;
  }
  std::lock_guard guard{url_mutex};
  check_in_url = "http://" + host + (port == "80" ? "" : ":" + port)
                 + "/v1/check-in";
  log::info("listening for check-ins",
            {{"address", address}, {"url", check_in_url}});
}

outcome<done> service::parts::open_check_ins() {
  auto address = settings.sd_check_in_listen;
  if (address == "auto") {
    const auto bridge = bridge_gateway();
    if (!bridge)
      return tl::unexpected<failure>(bridge.error());
    address = *bridge + ":80";
  }
  auto opened = open(http::surface::check_in, address);
  if (!opened)
    return tl::unexpected<failure>(opened.error());
  check_ins = std::move(*opened);
  announce(check_ins->address());
  return done{};
}

// -- service --------------------------------------------------------------------

service::service(const config::settings& settings)
  : parts_(std::make_unique<parts>(settings)) {
  // nop
}

service::~service() = default;

std::optional<std::string> service::recover() {
  caf::scoped_actor self{parts_->system};
  std::optional<std::string> problem;
  self->request(parts_->registry, caf::infinite, atom::recover_v)
    .receive([](done) {}, [&](const caf::error& why) {
      problem = to_failure(why).what;
    });
  return problem;
}

std::optional<std::string> service::listen() {
  auto& p = *parts_;
  if (p.settings.sd_check_in_listen != "off") {
    // `auto` may have to wait for the engine; an address that was named is
    // either there or wrong.
    if (const auto how = p.open_check_ins();
        !how && p.settings.sd_check_in_listen != "auto")
      return "sd_check_in_listen: " + how.error().what;
    else if (!how)
      log::warning("not listening for check-ins yet",
                   {{"reason", how.error().what}});
  }
  auto opened = p.open(http::surface::api, p.settings.sd_listen);
  if (!opened)
    return "sd_listen: " + opened.error().what;
  p.api = std::move(*opened);
  log::info("serving", {{"address", p.api->address()}});
  return std::nullopt;
}

void service::listen_for_check_ins() {
  auto& p = *parts_;
  if (!p.check_ins && p.settings.sd_check_in_listen == "auto")
    p.open_check_ins();
}

} // namespace spin
