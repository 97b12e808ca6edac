#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <string>

#include "actors/chronicle.hpp"
#include "actors/container_actor.hpp"
#include "actors/directory.hpp"
#include "actors/event_driven.hpp"
#include "actors/event_feed.hpp"
#include "actors/health_watch.hpp"
#include "actors/messages.hpp"
#include "actors/observed.hpp"
#include "actors/prober.hpp"
#include "actors/pulse.hpp"
#include "actors/savings_keeper.hpp"
#include "actors/token_book.hpp"
#include "actors/vanished_book.hpp"
#include "docker/engine.hpp"
#include "docker/store_writer.hpp"
#include "hooks/webhooks.hpp"
#include "http/server.hpp"
#include "service.hpp"
#include "store/clocks.hpp"
#include "store/health.hpp"

namespace spin {

/// All that a service is made of, in the order in which it comes to life.
struct service::parts {
  config::settings settings;
  clocks time;
  std::mutex url_mutex;
  /// Empty until containers can report. Written by the main thread only.
  std::string check_in_url;
  std::atomic<bool> broken = false;
  std::string check_in_problem;
  instant check_in_warned{};

  std::shared_ptr<telemetry> meters = std::make_shared<telemetry>();
  event_driven system_config;
  caf::actor_system system{system_config};
  std::shared_ptr<directory> containers = std::make_shared<directory>();
  std::shared_ptr<chronicle> past = std::make_shared<chronicle>();
  std::shared_ptr<savings_book> savings =
      std::make_shared<savings_book>(time.now().wall);
  std::shared_ptr<event_feed> feed;
  std::shared_ptr<health_board> health =
      std::make_shared<health_board>([this] { return time.now().wall; });
  std::shared_ptr<docker::engine> engine;
  store_writer_handle writer;
  gateway_handle gateway;
  alarm_clock_handle alarms;
  std::shared_ptr<token_book> tokens = std::make_shared<token_book>();
  token_keeper_handle token_keeper;
  std::shared_ptr<vanished_book> vanished =
      std::make_shared<vanished_book>(settings.sd_keep_vanished);
  registry_handle registry;
  event_watcher_handle watcher;
  std::shared_ptr<pulse> beats = std::make_shared<pulse>(time.now().steady);
  pulse_handle beater;
  prober_handle prober;
  savings_keeper_handle savings_keeper;
  health_watch_handle health_watch;
  std::vector<hooks::webhook> hook_list;
  /// None: there are no webhooks.
  hooks::webhooks_handle webhooks;
  std::shared_ptr<http::metrics> counters = http::make_metrics();
  std::shared_ptr<http::tls_keeper> tls;
  std::shared_ptr<http::logins> who;
  std::shared_ptr<http::running_limit> running = http::make_running_limit();
  std::unique_ptr<http::server> api;
  std::unique_ptr<http::server> check_ins;
  std::unique_ptr<http::server> monitoring;

  explicit parts(const config::settings& from);
  ~parts();

  /// Returns what spawns `run` so that it is counted and timed as that kind.
  template <class Fun>
  auto observe(actor_kind kind, Fun run) {
    return observed(meters, kind, run);
  }
  std::shared_ptr<container_context> make_context();
  void spawn_actors(std::unique_ptr<store::store> target);
  void probe();
  template <class Handle>
  void watch(const char* name, const Handle& whom);
  outcome<std::unique_ptr<http::server>> open(http::surface what,
                                              const std::string& address);
  outcome<std::string> bridge_gateway();
  outcome<done> serve_monitoring();
  outcome<done> open_check_ins();
  outcome<done> announce();
  outcome<done> serve_check_ins();
  void start_webhooks(container_context& context);
  void warn_of_missing_check_ins(const failure& why);
};

/// Reads the webhooks of the settings. Throws `std::runtime_error` if a secret is
/// none.
std::vector<hooks::webhook> read_hooks(const config::settings& from);

} // namespace spin
