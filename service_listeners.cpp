// The listeners of a service: the API, and check-ins from containers.
#include <future>

#include "config/logging.hpp"
#include "from_settings.hpp"
#include "http/metrics.hpp"
#include "service_parts.hpp"

namespace spin {

using namespace std::chrono_literals;

namespace {

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

} // namespace

outcome<std::unique_ptr<http::server>>
service::parts::open(http::surface what, const std::string& address) {
  auto config = server_config_of(settings);
  config.listen = address;
  if (what == http::surface::api) // containers have no use for certificates
    config.tls = tls;
  return http::server::listen(what, config,
                              {system, *containers, registry, gateway,
                               [this] { return time.now(); },
                               policy_of(settings), health, counters, tokens,
                               token_keeper, who, running, past, beats, meters,
                               savings, feed, vanished});
}

/// Opens the listener for monitoring, if one is wanted.
outcome<done> service::parts::serve_monitoring() {
  if (settings.sd_metrics_listen == "off")
    return done{};
  auto opened = open(http::surface::metrics, settings.sd_metrics_listen);
  if (!opened)
    return tl::unexpected<failure>(opened.error());
  monitoring = std::move(*opened);
  log::info("serving metrics", {{"address", monitoring->address()}});
  return done{};
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
  check_in_url =
      "http://" + host + (port == "80" ? "" : ":" + port) + "/v1/check-in";
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

} // namespace spin
