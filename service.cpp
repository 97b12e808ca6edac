#include "service.hpp"

#include <atomic>
#include <chrono>
#include <future>
#include <mutex>
#include <stdexcept>

#include "actors/alarm_clock.hpp"
#include "actors/event_driven.hpp"
#include "actors/event_watcher.hpp"
#include "actors/registry.hpp"
#include "config/logging.hpp"
#include "docker/gateway.hpp"
#include "docker/store_writer.hpp"
#include "http/metrics.hpp"
#include "http/server.hpp"
#include "store/clocks.hpp"

namespace spin {

using namespace std::chrono_literals;

namespace {

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

idle_action to_action(config::idle_action what) {
  switch (what) {
    case config::idle_action::stop: return idle_action::stop;
    case config::idle_action::pause: return idle_action::pause;
    case config::idle_action::remove: return idle_action::remove;
  }
  return idle_action::stop;
}

server_policy policy_of(const config::settings& from) {
  server_policy result;
  result.defaults = {from.sd_initial_timeout_interval,
                     from.sd_timeout_interval,
                     from.sd_report_ttl,
                     from.sd_disable_timeouts,
                     from.sd_max_age,
                     to_action(from.sd_on_idle),
                     from.sd_warn_before,
                     from.sd_stop_grace};
  result.bounds = {from.sd_timeout_min, from.sd_timeout_max,
                   from.sd_allow_disable_timeouts, from.sd_keep_alive_max};
  result.ttl_follows = from.sd_report_ttl == 4 * from.sd_timeout_interval;
  return result;
}

} // namespace

struct service::parts {
  config::settings settings;
  clocks time;
  std::mutex url_mutex;
  /// Empty until containers can report. Written by the main thread only.
  std::string check_in_url;
  std::atomic<bool> broken = false;
  std::string check_in_problem;
  instant check_in_warned{};

  event_driven system_config;
  caf::actor_system system{system_config};
  std::shared_ptr<directory> containers = std::make_shared<directory>();
  std::shared_ptr<health_board> health
    = std::make_shared<health_board>([this] { return time.now().wall; });
  std::shared_ptr<docker::engine> engine;
  store_writer_handle writer;
  gateway_handle gateway;
  alarm_clock_handle alarms;
  registry_handle registry;
  event_watcher_handle watcher;
  std::shared_ptr<http::metrics> counters = http::make_metrics();
  std::unique_ptr<http::server> api;
  std::unique_ptr<http::server> check_ins;

  explicit parts(const config::settings& from);
  ~parts();

  template <class Handle>
  void watch(const char* name, const Handle& whom);
  outcome<std::unique_ptr<http::server>> open(http::surface what,
                                              const std::string& address);
  outcome<std::string> bridge_gateway();
  outcome<done> open_check_ins();
  outcome<done> announce();
  outcome<done> serve_check_ins();
  void warn_of_missing_check_ins(const failure& why);
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
                                       std::move(target), health);
  docker::gateway_config doors;
  doors.stop_grace = settings.sd_stop_grace;
  doors.instance = settings.sd_instance;
  gateway = system.spawn(docker::gateway_actor, engine, writer, doors);
  auto context = std::make_shared<container_context>();
  alarms = system.spawn(alarm_clock_actor, std::size_t{0});
  context->gateway = gateway;
  context->alarms = alarms;
  context->containers = containers;
  context->policy = policy_of(settings);
  context->boot = boot_id();
  context->wall_clock = [this] { return time.now().wall; };
  context->instance = settings.sd_instance;
  context->publish_address = settings.sd_publish_address;
  context->check_in_url = [this] {
    std::lock_guard guard{url_mutex};
    return check_in_url;
  };
  registry = system.spawn(registry_actor, context_ptr{context},
                          span{settings.sd_audit_interval});
  watcher = system.spawn(event_watcher_actor, gateway, registry, health);
  watch("registry", registry);
  watch("event watcher", watcher);
  watch("alarm clock", alarms);
  watch("gateway", gateway);
  watch("store writer", writer);
}

/// The few actors that everything hangs on have no supervisor of their own: if
/// one dies of a fault, the process ends and whoever started it starts it again.
template <class Handle>
void service::parts::watch(const char* name, const Handle& whom) {
  caf::actor_cast<caf::strong_actor_ptr>(whom)->get()->attach_functor(
    [this, name](const caf::error& reason) {
      if (!reason || reason == caf::exit_reason::user_shutdown)
        return;
      log::error("a vital actor died",
                 {{"actor", name}, {"reason", caf::to_string(reason)}});
      broken = true;
    });
}

service::parts::~parts() {
  check_ins.reset();
  api.reset();
  caf::scoped_actor self{system};
  self->send_exit(watcher, caf::exit_reason::user_shutdown);
  self->wait_for(watcher);
  self->send_exit(registry, caf::exit_reason::user_shutdown);
  self->wait_for(registry);
  const auto supervised = containers->all();
  for (const auto& entry : supervised)
    self->send_exit(entry.actor, caf::exit_reason::user_shutdown);
  for (const auto& entry : supervised)
    self->wait_for(entry.actor);
  self->send_exit(alarms, caf::exit_reason::user_shutdown);
  // Behind all that they sent, so that it is written too.
  self->request(gateway, 10s, atom::sync_v)
    .receive([](done) {},
             [](const caf::error& why) {
               log::error("the latest changes could not be stored",
                          {{"reason", to_failure(why).what}});
             });
  self->send_exit(gateway, caf::exit_reason::user_shutdown);
  self->wait_for(gateway);
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
     [this] { return time.now(); },
     policy_of(settings),
     health,
     counters});
}

outcome<std::string> service::parts::bridge_gateway() {
  return wait_for_answer<std::string>(
    [this](auto then) { engine->bridge_gateway(std::move(then)); });
}

/// Tells containers to come where to report, from their point of view.
outcome<done> service::parts::announce() {
  const auto address = check_ins->address();
  auto [host, port] = split(address);
  if (host == "0.0.0.0" || host == "[::]") {
    const auto bridge = bridge_gateway();
    if (!bridge)
      return tl::unexpected<failure>(bridge.error());
    host = *bridge;
  }
  counters->set_check_in_listening(true);
  std::lock_guard guard{url_mutex};
  check_in_url = "http://" + host + (port == "80" ? "" : ":" + port)
                 + "/v1/check-in";
  log::info("listening for check-ins",
            {{"address", address}, {"url", check_in_url}});
  return done{};
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
  return done{};
}

/// Does what is still missing so that containers can report.
outcome<done> service::parts::serve_check_ins() {
  if (settings.sd_check_in_listen == "off" || !check_in_url.empty())
    return done{};
  if (!check_ins)
    if (auto how = open_check_ins(); !how)
      return how;
  return announce();
}

/// Says so once a minute, or when the reason changes: containers that cannot
/// report will be taken for idle.
void service::parts::warn_of_missing_check_ins(const failure& why) {
  const auto now = std::chrono::steady_clock::now();
  if (why.what == check_in_problem && now - check_in_warned < 1min)
    return;
  check_in_problem = why.what;
  check_in_warned = now;
  log::warning("containers cannot report yet and will count as idle",
               {{"listen", settings.sd_check_in_listen}, {"reason", why.what}});
}

// -- service --------------------------------------------------------------------

service::service(const config::settings& settings)
  : parts_(std::make_unique<parts>(settings)) {
  // nop
}

service::~service() = default;

std::future<std::optional<std::string>> service::recover() {
  auto answer = std::make_shared<std::promise<std::optional<std::string>>>();
  auto future = answer->get_future();
  parts_->system.spawn(
    [answer](caf::event_based_actor* self, const registry_handle& registry,
             const event_watcher_handle& watcher) {
      self->request(registry, caf::infinite, atom::recover_v)
        .then(
              [answer, watcher](done) {
                // Recovery has its own pass; what comes later, events tell.
                caf::anon_send(watcher, atom::watch_v);
                answer->set_value(std::nullopt);
              },
              [answer](const caf::error& why) {
                answer->set_value(to_failure(why).what);
              });
    },
    parts_->registry, parts_->watcher);
  return future;
}

bool service::broken() const {
  return parts_->broken;
}

std::optional<std::string> service::listen() {
  auto& p = *parts_;
  // `auto` and the address to announce may have to wait for the engine; an
  // address that was named can be opened now, or is wrong.
  const auto reporting = p.serve_check_ins();
  if (!reporting && !p.check_ins && p.settings.sd_check_in_listen != "auto")
    return "sd_check_in_listen: " + reporting.error().what;
  if (!reporting)
    p.warn_of_missing_check_ins(reporting.error());
  auto opened = p.open(http::surface::api, p.settings.sd_listen);
  if (!opened)
    return "sd_listen: " + opened.error().what;
  p.api = std::move(*opened);
  log::info("serving", {{"address", p.api->address()}});
  return std::nullopt;
}

void service::listen_for_check_ins() {
  if (const auto how = parts_->serve_check_ins(); !how)
    parts_->warn_of_missing_check_ins(how.error());
}

} // namespace spin
