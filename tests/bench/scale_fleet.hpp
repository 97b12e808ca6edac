#pragma once

#include <functional>
#include <memory>
#include <string>

#include "actors/directory.hpp"
#include "actors/event_driven.hpp"
#include "actors/telemetry.hpp"
#include "store/health.hpp"
#include "store/store.hpp"
#include "tests/doubles/simulated_engine.hpp"

namespace spin::bench {

/// Who a fleet is and when it is due.
struct fleet_plan {
  std::size_t size = 0;
  /// The last look at the first container, and from one to the next.
  utc first_due{};
  std::chrono::microseconds apart{300};
  /// Told the check-in token of each.
  std::function<void(const std::string&)> on_token = [](const auto&) {};
};

/// The label `spin-docker.instance` of the whole fleet.
inline constexpr const char* fleet_instance = "scale";

/// Returns the present moment as it is stored.
utc utc_now();

/// Makes `plan.size` containers that run, with two published ports and an
/// address each, in the engine, and their records in the store. Every one of
/// them was idle at its last look and is stopped at the next. Throws if the
/// store refuses them.
void make_fleet(test::simulated_engine& engine, store::store& target,
                const fleet_plan& plan);

/// A whole server but its HTTP side, put together as the service does it: the
/// real actors and threads, the real store, and an engine in memory, which only
/// the gateway calls.
class scale_server {
public:
  /// Throws if there is no such store. `counts` false: it counts nothing.
  scale_server(std::shared_ptr<test::simulated_engine> engine,
               const std::string& store_uri, bool counts = true);

  /// Ends all actors when what they said last is stored.
  ~scale_server();

  /// Takes the records up and compares them with the engine; returns when that
  /// is done. Throws if it fails, as `audit` does.
  void recover();

  /// One reconcile pass.
  void audit();

  /// Returns when what all actors have said so far is stored.
  void sync();

  const directory& containers() const { return *containers_; }

  // -- what an HTTP side needs ------------------------------------------------

  caf::actor_system& system() { return system_; }
  const registry_handle& registry() const { return registry_; }
  const gateway_handle& gateway() const { return gateway_; }
  std::shared_ptr<health_board> health() const { return health_; }
  const std::shared_ptr<telemetry>& meters() const { return meters_; }

private:
  std::shared_ptr<telemetry> meters_;
  event_driven config_;
  caf::actor_system system_{config_};
  std::shared_ptr<directory> containers_ = std::make_shared<directory>();
  std::shared_ptr<health_board> health_ =
      std::make_shared<health_board>(utc_now);
  store_writer_handle writer_;
  gateway_handle gateway_;
  alarm_clock_handle alarms_;
  registry_handle registry_;
  event_watcher_handle watcher_;
};

} // namespace spin::bench
