#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "actors/chronicle.hpp"
#include "actors/directory.hpp"
#include "actors/event_feed.hpp"
#include "actors/messages.hpp"
#include "actors/pulse.hpp"
#include "actors/savings.hpp"
#include "actors/telemetry.hpp"
#include "actors/token_book.hpp"
#include "actors/vanished_book.hpp"
#include "config/settings.hpp"
#include "http/accounts.hpp"
#include "http/limits.hpp"
#include "http/sessions.hpp"
#include "store/failure.hpp"
#include "store/health.hpp"
#include "store/time.hpp"

namespace spin::http {

/// Which routes a listener serves: all, the check-in alone (the listener that
/// containers reach), or what monitoring needs, without a login.
enum class surface : std::uint8_t { api, check_in, metrics };

/// Threads of a listener that read requests and answer those that need no
/// actor.
inline constexpr int reading_threads = 2;

/// The certificate and what becomes of it; see http/tls.hpp.
class tls_keeper;

/// What clients may ask for in new containers; see http/create_rules.hpp.
struct create_rules;

/// What the front end needs to know; nothing here changes while it runs.
struct server_config {
  /// address:port; port 0 = any free one.
  std::string listen = "127.0.0.1:8080";
  /// Who may log in.
  std::vector<account> users;
  /// Containers report by token only, not by address.
  bool check_in_by_token = false;
  /// Addresses or CIDR networks whose X-Forwarded-For and X-Real-IP count.
  std::vector<std::string> trusted_proxies;
  size_limits sizes;
  /// Of the times that a client may take, the listener of check-ins gives no
  /// more than 5 s.
  time_limits times;
  demand_limits demand;
  /// Null: what a `create_rules` has by itself.
  std::shared_ptr<const create_rules> rules = nullptr;
  connection_caps caps;
  session_limits sessions;
  /// How many may follow the events at once; a quarter of the connections is
  /// left to others in any case.
  std::size_t event_streams = 1024;
  /// The certificate to speak TLS with; null: HTTP in the clear.
  std::shared_ptr<tls_keeper> tls = nullptr;
  config::access_log access_log = config::access_log::off;
};

/// What is counted; see http/metrics.hpp.
class metrics;
/// Who logs in and how often; see http/logins.hpp.
class logins;
/// How many containers of each user run; see http/running_limit.hpp.
class running_limit;

/// Makes what all listeners of a process share.
std::shared_ptr<metrics> make_metrics(bool counts = true);
std::shared_ptr<logins> make_logins(caf::actor_system& system,
                                    std::vector<account> users);
std::shared_ptr<running_limit> make_running_limit();

/// What handlers may talk to.
struct services {
  caf::actor_system& system;
  const directory& containers;
  registry_handle registry;
  gateway_handle gateway;
  /// Both clocks, read together.
  std::function<clock_pair()> now;
  /// What holds for all containers and what clients may set: to tell when a
  /// container would stop, and to turn settings down.
  server_policy policy;
  /// How the parts are that wishes need; never null.
  std::shared_ptr<const health_board> health;
  /// Shared by the listeners of a process; empty: the listener has its own.
  std::shared_ptr<metrics> counters = nullptr;
  /// The API tokens, and who makes and revokes them.
  std::shared_ptr<const token_book> tokens = std::make_shared<token_book>();
  token_keeper_handle token_keeper = {};
  /// As `counters`: listeners of one process must not be fooled one by one.
  std::shared_ptr<http::logins> who = nullptr;
  std::shared_ptr<running_limit> running = nullptr;
  /// What became of each container; never null.
  std::shared_ptr<const chronicle> past = std::make_shared<chronicle>();
  /// Whether the scheduler runs actors; none: it is taken for granted.
  std::shared_ptr<const pulse> beats = nullptr;
  /// What the actors count of themselves, and what idle stops saved; never
  /// null.
  std::shared_ptr<telemetry> meters = std::make_shared<telemetry>();
  std::shared_ptr<const savings_book> savings
      = std::make_shared<savings_book>();
  /// What happens; never null.
  std::shared_ptr<event_feed> feed = std::make_shared<event_feed>();
  /// The containers that somebody else removed; never null.
  std::shared_ptr<const vanished_book> vanished
      = std::make_shared<vanished_book>();
};

/// A listening HTTP server. Destroying it stops it: no answer is sent after
/// that, late ones from actors are dropped.
class server {
public:
  /// Binds and serves on threads of its own. Errors: `bad_request` for an
  /// address it cannot read, `internal` with the reason if it cannot bind.
  static outcome<std::unique_ptr<server>>
  listen(surface what, const server_config& config, services with);

  virtual ~server() = default;

  /// Returns the address it listens on with its real port, "127.0.0.1:8080".
  virtual std::string address() const = 0;
};

} // namespace spin::http
