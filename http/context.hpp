#pragma once

#include <memory>

#include "actors/postman.hpp"
#include "http/access_log.hpp"
#include "http/address.hpp"
#include "http/event_fan.hpp"
#include "http/gate.hpp"
#include "http/logins.hpp"
#include "http/metrics.hpp"
#include "http/permits.hpp"
#include "http/pump.hpp"
#include "http/rate_limiter.hpp"
#include "http/running_limit.hpp"
#include "http/seats.hpp"
#include "http/server.hpp"
#include "http/sessions.hpp"
#include "http/throttle.hpp"
#include "http/tls.hpp"

namespace spin::http {

/// All that handlers work with; fixed while the server lives.
struct context {
  surface serves;
  services with;
  networks proxies;
  size_limits sizes;
  time_limits times;
  /// Containers report by token only.
  bool check_in_by_token;
  std::shared_ptr<http::logins> logins;
  std::shared_ptr<running_limit> running;
  std::shared_ptr<metrics> counters;
  std::shared_ptr<gate> late;
  /// Reply actors are linked to it: they end when the server ends it.
  caf::actor lifeline;
  /// Where reports are left for the containers' actors.
  std::shared_ptr<letter_box> reports;
  postman_handle postman;
  std::shared_ptr<seats> room;
  std::shared_ptr<pump> pumped;
  std::shared_ptr<rate_limiter> check_in_rate;
  /// Each request that waits for an actor has one.
  std::shared_ptr<permits> towards_engine;
  /// Null: this listener speaks in the clear.
  std::shared_ptr<tls_keeper> tls;
  /// Writes the access log.
  access_log visits;
  /// The browsers that are logged in.
  std::shared_ptr<http::sessions> browsers;
  /// What clients can make us say in the log, each at its own pace.
  std::shared_ptr<throttle> failed_logins = std::make_shared<throttle>();
  std::shared_ptr<throttle> turned_away = std::make_shared<throttle>();
  /// Each answer as long as the fleet has one until it is written.
  std::shared_ptr<permits> long_answers = std::make_shared<permits>(16);
  /// Each log or statistics that the engine tells piece by piece.
  std::shared_ptr<permits> streams = std::make_shared<permits>(64);
  /// Each answer that waits until a container is as it was wished.
  std::shared_ptr<permits> waiting = std::make_shared<permits>(512);
  /// Who follows the events has one of these, by name; and by whom they are
  /// served. Null where there are no events.
  std::shared_ptr<seats> listening = nullptr;
  event_fan_handle fan = {};
  /// What clients may ask for in new containers; never null.
  std::shared_ptr<const create_rules> rules = nullptr;
};

using context_ptr = std::shared_ptr<const context>;

} // namespace spin::http
