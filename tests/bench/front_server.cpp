#include "tests/bench/front_server.hpp"

#include <fstream>
#include <stdexcept>

#include <pistache/endpoint.h>
#include <unistd.h>

#include "config/logging.hpp"
#include "http/server.hpp"
#include "store/clocks.hpp"
#include "tests/bench/scale_fleet.hpp"

namespace spin::bench {

namespace {

using namespace std::chrono_literals;

class empty_answer : public Pistache::Http::Handler {
public:
  HTTP_PROTOTYPE(empty_answer)

  void onRequest(const Pistache::Http::Request&,
                 Pistache::Http::ResponseWriter to) override {
    to.send(Pistache::Http::Code::Ok);
  }
};

[[noreturn]] void serve_bare(const front_setup& what) {
  using Pistache::Tcp::Options;
  Pistache::Http::Endpoint endpoint{
      {Pistache::Ipv4::loopback(), Pistache::Port{what.port}}};
  endpoint.init(Pistache::Http::Endpoint::options()
                    .threads(http::reading_threads)
                    .flags(Options::ReuseAddr | Options::NoDelay));
  endpoint.setHandler(std::make_shared<empty_answer>());
  endpoint.serveThreaded();
  for (;;)
    ::pause();
}

/// Everything allowed: what is measured is how fast it is, not what it refuses.
http::server_config config_of(const front_setup& what) {
  http::server_config config;
  config.listen = "127.0.0.1:" + std::to_string(what.port);
  config.users = {{"admin", role::admin, "spindocker", false, 0}};
  config.demand.check_in_rate = 10'000'000; // the limiter works, too
  config.demand.check_in_burst = 10'000'000;
  config.caps = {20'000, 20'000};
  return config;
}

[[noreturn]] void serve_ours(const front_setup& what) {
  log::init(config::log_level::error, config::log_format::text);
  http::raise_file_limit();
  auto engine = std::make_shared<test::simulated_engine>();
  fleet_plan plan;
  plan.size = what.containers;
  plan.first_due = utc_now() + 24h;
  std::ofstream tokens{what.tokens};
  plan.on_token = [&tokens](const auto& each) { tokens << each << '\n'; };
  auto target = store::make_store(what.store_uri, fleet_instance);
  if (!target)
    throw std::runtime_error(target.error().what);
  make_fleet(*engine, **target, plan);
  target->reset();
  tokens.close();
  scale_server behind{engine, what.store_uri, what.counts};
  behind.recover();
  clocks time;
  http::services with{behind.system(),
                      behind.containers(),
                      behind.registry(),
                      behind.gateway(),
                      [&time] { return time.now(); },
                      {},
                      behind.health()};
  with.counters = http::make_metrics(what.counts);
  with.meters = behind.meters();
  const auto listening =
      http::server::listen(http::surface::api, config_of(what), with);
  if (!listening)
    throw std::runtime_error(listening.error().what);
  for (;;)
    ::pause();
}

} // namespace

std::vector<std::string> words_of(const front_setup& what) {
  return {std::to_string(what.port), std::to_string(what.containers),
          what.store_uri, what.tokens.string(),
          what.counts ? "counts" : "does not count"};
}

void serve(const std::vector<std::string>& words) {
  front_setup what;
  what.port = static_cast<std::uint16_t>(std::stoul(words.at(0)));
  what.containers = std::stoul(words.at(1));
  what.store_uri = words.at(2);
  what.tokens = words.at(3);
  what.counts = words.at(4) == "counts";
  if (what.containers == 0)
    serve_bare(what);
  serve_ours(what);
}

} // namespace spin::bench
