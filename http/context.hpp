#pragma once

#include <memory>

#include "http/address.hpp"
#include "http/auth.hpp"
#include "http/gate.hpp"
#include "http/metrics.hpp"
#include "http/seats.hpp"
#include "http/server.hpp"
#include "http/throttle.hpp"

namespace spin::http {

/// All that handlers work with; fixed while the server lives.
struct context {
  surface serves;
  services with;
  credentials login;
  networks proxies;
  std::chrono::seconds answer_within;
  std::shared_ptr<metrics> counters;
  std::shared_ptr<gate> late;
  /// Reply actors are linked to it: they end when the server ends it.
  caf::actor lifeline;
  std::shared_ptr<seats> room;
  /// What clients can make us say in the log, each at its own pace.
  std::shared_ptr<throttle> failed_logins = std::make_shared<throttle>();
  std::shared_ptr<throttle> turned_away = std::make_shared<throttle>();
};

using context_ptr = std::shared_ptr<const context>;

} // namespace spin::http
