#include "http/server.hpp"

#include <pistache/endpoint.h>
#include <sodium.h>

#include "http/context.hpp"
#include "http/text.hpp"
#include "http/wire.hpp"

namespace spin::http {

namespace {

/// Threads that read requests and answer those that need no actor.
constexpr int threads = 2;

/// How long we wait for a client, in seconds.
struct patience {
  /// To send one request, counted from its first byte or the connection's
  /// beginning.
  std::chrono::seconds request;
  /// To send the next one. Must outlast the longest answer.
  std::chrono::seconds silence;
};

/// Containers have no password: who says nothing there must not stay. Their
/// answers never take long. A PATCH may wait for two answers of its container.
patience patience_with(surface what, std::chrono::seconds answer_within) {
  using namespace std::chrono_literals;
  return what == surface::check_in ? patience{5s, 5s}
                                   : patience{20s, 2 * answer_within + 30s};
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

class pistache_server : public server {
public:
  pistache_server(context_ptr all, const endpoint_address& at)
      : all_(std::move(all)), host_(bracketed(at.host)) {
    using Pistache::Tcp::Options;
    const Pistache::Address address{host_, Pistache::Port{at.port}};
    const auto wait = patience_with(all_->serves, all_->answer_within);
    endpoint_ = std::make_unique<Pistache::Http::Endpoint>(address);
    endpoint_->init(
        Pistache::Http::Endpoint::options()
            .threads(threads)
            .threadsName("spin-http")
            .flags(Options::ReuseAddr | Options::NoDelay | Options::CloseOnExec)
            .headerTimeout(wait.request)
            .bodyTimeout(wait.request)
            .keepaliveTimeout(wait.silence));
    endpoint_->setHandler(std::make_shared<wire>(all_));
    endpoint_->serveThreaded();
    port_ = static_cast<std::uint16_t>(endpoint_->getPort());
  }

  /// First nobody answers late any more, then the threads end.
  ~pistache_server() override {
    all_->late->close();
    caf::anon_send_exit(all_->lifeline, caf::exit_reason::user_shutdown);
    endpoint_->shutdown();
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

std::shared_ptr<metrics> make_metrics() {
  return std::make_shared<metrics>();
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
  auto lifeline = with.system.spawn(lifeline_actor, done{});
  auto all = std::make_shared<const context>(
      context{what, std::move(with), credentials{config.user, config.password},
              std::move(*proxies), config.answer_within, std::move(counters),
              std::make_shared<gate>(), lifeline,
              std::make_shared<seats>(
                  config.caps.value_or(caps_within(file_limit(), what)))});
  try {
    return std::make_unique<pistache_server>(std::move(all), *at);
  } catch (const std::exception& error) {
    caf::anon_send_exit(lifeline, caf::exit_reason::user_shutdown);
    return fail(errc::internal,
                "cannot listen on " + config.listen + ": " + error.what());
  }
}

} // namespace spin::http
