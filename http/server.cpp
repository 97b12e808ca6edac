#include "http/server.hpp"

#include <pistache/endpoint.h>
#include <sodium.h>

#include "actors/observed.hpp"

#include "http/context.hpp"
#include "http/create_rules.hpp"
#include "http/routes.hpp"
#include "http/text.hpp"
#include "http/wire.hpp"

namespace spin::http {

namespace {

/// Containers have no password: who says nothing there must not stay.
time_limits times_for(surface what, time_limits times) {
  using namespace std::chrono_literals;
  if (what == surface::check_in)
    for (auto* each : {&times.head, &times.body, &times.idle, &times.send})
      *each = std::min<std::chrono::milliseconds>(*each, 5s);
  return times;
}

struct endpoint_address {
  std::string host;
  std::uint16_t port = 0;
};

/// Reads "address:port" or "[v6 address]:port".
outcome<endpoint_address> read_endpoint(const std::string& text) {
  const auto colon = text.rfind(':');
  const auto port =
      colon == std::string::npos
          ? std::nullopt
          : whole_number(std::string_view{text}.substr(colon + 1), 65535);
  const auto host = port ? normalised(text.substr(0, colon)) : std::nullopt;
  if (!host)
    return fail(errc::bad_request,
                "\"" + text + "\" is not of the form address:port");
  return endpoint_address{*host, static_cast<std::uint16_t>(*port)};
}

std::string bracketed(const std::string& host) {
  return host.find(':') == std::string::npos ? host : "[" + host + "]";
}

/// Does nothing but live until it is told to end. Its argument is there because
/// CAF 0.17 binds a null reference when it spawns a function without any.
caf::behavior lifeline_actor(caf::event_based_actor* self, done) {
  return {[self](atom::stop) { self->quit(); }};
}

void end_actors(const context& all) {
  caf::anon_send_exit(all.lifeline, caf::exit_reason::user_shutdown);
  if (all.fan)
    caf::anon_send_exit(all.fan, caf::exit_reason::user_shutdown);
}

class pistache_server : public server {
public:
  pistache_server(context_ptr all, const endpoint_address& at)
      : all_(std::move(all)), host_(bracketed(at.host)) {
    using Pistache::Tcp::Options;
    const Pistache::Address address{host_, Pistache::Port{at.port}};
    // Longer than a process lives, and its clock can still add it.
    constexpr auto never = std::chrono::hours{24 * 365 * 20};
    endpoint_ = std::make_unique<Pistache::Http::Endpoint>(address);
    endpoint_->init(
        Pistache::Http::Endpoint::options()
            .threads(reading_threads)
            .threadsName("spin-http")
            .flags(Options::ReuseAddr | Options::NoDelay | Options::CloseOnExec)
            .headerTimeout(never)
            .bodyTimeout(never)
            .keepaliveTimeout(never));
    endpoint_->setHandler(std::make_shared<wire>(all_));
    endpoint_->serveThreaded();
    port_ = static_cast<std::uint16_t>(endpoint_->getPort());
  }

  /// First nobody answers late any more, then the threads end.
  ~pistache_server() override {
    all_->late->close();
    all_->pumped->stop();
    if (!all_->with.who)
      all_->logins->close(); // nobody else's
    end_actors(*all_);
    endpoint_->shutdown();
    caf::anon_send_exit(all_->postman, caf::exit_reason::user_shutdown);
  }

  std::string address() const override {
    return host_ + ":" + std::to_string(port_);
  }

private:
  context_ptr all_;
  std::string host_;
  std::uint16_t port_ = 0;
  std::unique_ptr<Pistache::Http::Endpoint> endpoint_;
};

} // namespace

std::shared_ptr<metrics> make_metrics(bool counts) {
  return std::make_shared<metrics>(route_names(), counts);
}

std::shared_ptr<logins> make_logins(caf::actor_system& system,
                                    std::vector<account> users) {
  return std::make_shared<logins>(system, std::move(users));
}

std::shared_ptr<running_limit> make_running_limit() {
  return std::make_shared<running_limit>();
}

outcome<std::unique_ptr<server>>
server::listen(surface what, const server_config& config, services with) {
  if (sodium_init() < 0)
    return fail(errc::internal, "libsodium cannot start");
  const auto at = read_endpoint(config.listen);
  if (!at)
    return tl::unexpected(at.error());
  auto proxies = networks::read(config.trusted_proxies);
  if (!proxies)
    return tl::unexpected(proxies.error());
  auto counters = with.counters ? with.counters : make_metrics();
  auto who = with.who ? with.who : make_logins(with.system, config.users);
  auto running = with.running ? with.running : make_running_limit();
  auto lifeline = with.system.spawn(lifeline_actor, done{});
  auto reports = std::make_shared<letter_box>();
  auto postman = with.system.spawn(postman_actor, reports);
  const auto caps = caps_within(file_limit(), what, config.caps);
  // On a thread of its own: to write to very many takes a while.
  event_fan_handle fan;
  if (what == surface::api)
    fan = with.system.spawn<caf::detached>(
        observed(with.meters, actor_kind::event_fan, event_fan_actor), with.feed,
        with.now, with.policy, with.meters);
  access_log visits{config.access_log, *proxies};
  auto all = std::make_shared<context>(context{
      what, std::move(with), std::move(*proxies), config.sizes,
      times_for(what, config.times), config.check_in_by_token, std::move(who),
      std::move(running), std::move(counters), std::make_shared<gate>(),
      lifeline, std::move(reports), postman,
      std::make_shared<seats>(caps),
      std::make_shared<pump>(),
      std::make_shared<rate_limiter>(
          rate{config.demand.check_in_rate, config.demand.check_in_burst}),
      std::make_shared<permits>(config.demand.engine_requests), config.tls,
      std::move(visits), std::make_shared<http::sessions>(config.sessions)});
  all->streams = std::make_shared<permits>(config.demand.streams);
  all->counters->watch(std::string{to_string(what)}, all->room,
                       all->towards_engine);
  all->listening =
      std::make_shared<seats>(event_caps(config.event_streams, caps));
  all->fan = std::move(fan);
  all->rules =
      config.rules ? config.rules : std::make_shared<const create_rules>();
  try {
    return std::make_unique<pistache_server>(all, *at);
  } catch (const std::exception& error) {
    end_actors(*all);
    caf::anon_send_exit(postman, caf::exit_reason::user_shutdown);
    return fail(errc::internal,
                "cannot listen on " + config.listen + ": " + error.what());
  }
}

} // namespace spin::http
