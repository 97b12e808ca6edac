#include "service_parts.hpp"

#include <algorithm>
#include <stdexcept>

#include "actors/alarm_clock.hpp"
#include "actors/event_watcher.hpp"
#include "actors/registry.hpp"
#include "actors/token_keeper.hpp"
#include "config/logging.hpp"
#include "docker/gateway.hpp"
#include "docker/store_writer.hpp"
#include "from_settings.hpp"
#include "http/logins.hpp"
#include "http/metrics.hpp"
#include "http/server.hpp"
#include "http/tls.hpp"
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

/// Reads the certificate; null if there is none.
std::shared_ptr<http::tls_keeper> open_tls(const config::settings& from) {
  if (from.sd_tls_certificate.empty())
    return nullptr;
  return need(http::tls_keeper::open({from.sd_tls_certificate, from.sd_tls_key},
                                     std::chrono::steady_clock::now()),
              "sd_tls_certificate, sd_tls_key");
}

event_feed::limits feed_limits(const config::settings& from) {
  return {from.sd_events_kept, from.sd_events_kept_size};
}

} // namespace

service::parts::parts(const config::settings& from)
    : settings(from), feed(std::make_shared<event_feed>(feed_limits(from))),
      tls(open_tls(from)) {
  auto target = need(store::make_store(settings.sd_store,
                                       "spin-docker:" + settings.sd_instance),
                     "store");
  engine = need(docker::connect({settings.sd_engine, settings.sd_publish_address}), "engine");
  log::info("starting", {{"version", SPIN_VERSION},
                         {"instance", settings.sd_instance},
                         {"store", target->describe()},
                         {"engine", settings.sd_engine}});
  hook_list = read_hooks(settings); // nothing may throw once there are actors
  spawn_actors(std::move(target));
  watch("token keeper", token_keeper);
  watch("registry", registry);
  watch("event watcher", watcher);
  watch("alarm clock", alarms);
  watch("gateway", gateway);
  watch("store writer", writer);
  if (webhooks)
    watch("webhooks", webhooks);
  probe();
}

void service::parts::spawn_actors(std::unique_ptr<store::store> target) {
  using kind = actor_kind;
  writer = system.spawn<caf::detached>(
      observe(kind::store_writer, docker::store_writer_actor), std::move(target),
      health, meters);
  docker::gateway_config doors;
  doors.stop_grace = settings.sd_stop_grace;
  doors.instance = settings.sd_instance;
  doors.meters = meters;
  gateway = system.spawn(observe(kind::gateway, docker::gateway_actor),
                         engine, writer, doors);
  alarms = system.spawn(observe(kind::alarm_clock, alarm_clock_actor),
                        std::size_t{0});
  token_keeper =
      system.spawn(observe(kind::token_keeper, token_keeper_actor), gateway,
                   tokens, [this] { return time.now().wall; });
  const auto context = make_context();
  start_webhooks(*context);
  registry = system.spawn(observe(kind::registry, registry_actor),
                          context_ptr{context}, span{settings.sd_audit_interval});
  watcher = system.spawn(observe(kind::event_watcher, event_watcher_actor), gateway,
                         registry, health);
  savings_keeper =
      system.spawn(observe(kind::savings_keeper, savings_keeper_actor),
                   gateway, savings);
  who = http::make_logins(system, accounts_of(settings));
  beater = system.spawn(observe(kind::pulse, pulse_actor), beats);
  health_watch = system.spawn(observe(kind::health_watch, health_watch_actor),
                              feed, health, context->wall_clock);
}

/// Returns what the container actors share.
std::shared_ptr<container_context> service::parts::make_context() {
  auto context = std::make_shared<container_context>();
  context->gateway = gateway;
  context->alarms = alarms;
  context->token_keeper = token_keeper;
  context->containers = containers;
  context->tokens = tokens;
  context->knows_user = [all = accounts_of(settings)](const std::string& name) {
    return std::ranges::find(all, name, &http::account::name) != all.end();
  };
  context->past = past;
  context->savings = savings;
  context->vanished = vanished;
  context->meters = meters;
  context->feed = feed;
  context->policy = policy_of(settings);
  context->boot = boot_id();
  context->wall_clock = [this] { return time.now().wall; };
  context->instance = settings.sd_instance;
  context->publish_address = settings.sd_publish_address;
  context->check_in_url = [this] {
    std::lock_guard guard{url_mutex};
    return check_in_url;
  };
  return context;
}

/// Probes the actors of which there is one.
void service::parts::probe() {
  using kind = actor_kind;
  const auto as_any = [](const auto& handle) {
    return caf::actor_cast<caf::actor>(handle);
  };
  probed_actors whom{{kind::registry, as_any(registry)},
                     {kind::gateway, as_any(gateway)},
                     {kind::store_writer, as_any(writer)},
                     {kind::event_watcher, as_any(watcher)},
                     {kind::alarm_clock, as_any(alarms)},
                     {kind::token_keeper, as_any(token_keeper)},
                     {kind::health_watch, as_any(health_watch)}};
  if (webhooks)
    whom.emplace_back(kind::webhooks, as_any(webhooks));
  prober = system.spawn(observe(kind::prober, prober_actor), meters,
                        std::move(whom));
}

/// The few actors that everything hangs on have no supervisor of their own: if
/// one dies of a fault, the process ends and whoever started it starts it
/// again.
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
  monitoring.reset();
  api.reset();
  who->close();
  caf::scoped_actor self{system};
  self->send_exit(beater, caf::exit_reason::user_shutdown);
  self->send_exit(prober, caf::exit_reason::user_shutdown);
  self->send_exit(health_watch, caf::exit_reason::user_shutdown);
  self->send_exit(watcher, caf::exit_reason::user_shutdown);
  self->wait_for(watcher);
  self->send_exit(registry, caf::exit_reason::user_shutdown);
  self->wait_for(registry);
  const auto supervised = containers->all();
  for (const auto& entry : supervised)
    self->send_exit(entry.actor, caf::exit_reason::user_shutdown);
  for (const auto& entry : supervised)
    self->wait_for(entry.actor);
  self->send_exit(token_keeper, caf::exit_reason::user_shutdown);
  if (webhooks) {
    self->send_exit(webhooks, caf::exit_reason::user_shutdown);
    self->wait_for(webhooks);
  }
  self->send_exit(alarms, caf::exit_reason::user_shutdown);
  self->send_exit(savings_keeper, caf::exit_reason::user_shutdown);
  store_savings(self.ptr(), gateway, *savings);
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

} // namespace spin
