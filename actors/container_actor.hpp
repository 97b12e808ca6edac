#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "actors/chronicle.hpp"
#include "actors/directory.hpp"
#include "actors/event_feed.hpp"
#include "actors/messages.hpp"
#include "actors/savings.hpp"
#include "actors/telemetry.hpp"
#include "actors/token_book.hpp"
#include "actors/vanished_book.hpp"

namespace spin {

/// What every container actor of a server shares; nothing in it changes.
struct container_context {
  gateway_handle gateway;
  alarm_clock_handle alarms;
  token_keeper_handle token_keeper;
  std::shared_ptr<directory> containers;
  /// Filled from the store, and written again if that was emptied.
  std::shared_ptr<token_book> tokens = std::make_shared<token_book>();
  /// Whether that user is configured; none: all are. A token ends with its user.
  std::function<bool(const std::string&)> knows_user = nullptr;
  std::shared_ptr<chronicle> past = std::make_shared<chronicle>();
  /// What operators are told of; filled from the store as `tokens`.
  std::shared_ptr<savings_book> savings = std::make_shared<savings_book>();
  std::shared_ptr<telemetry> meters = std::make_shared<telemetry>();
  /// Those that somebody else removed; filled and written again as `tokens`.
  std::shared_ptr<vanished_book> vanished = std::make_shared<vanished_book>();
  /// Where it is told what becomes of containers.
  std::shared_ptr<event_feed> feed = std::make_shared<event_feed>();
  /// Takes what waited for webhooks when the server ended, and is told when the
  /// store was found emptied; none: there are no webhooks.
  std::function<void(std::vector<delivery>)> take_deliveries = nullptr;
  std::function<void()> save_deliveries = nullptr;
  server_policy policy;
  /// The present moment in UTC; tests give another one.
  std::function<utc()> wall_clock;
  /// Names the machine's present run.
  std::string boot;
  /// The label `spin-docker.instance`, and where ports are published.
  std::string instance;
  std::string publish_address;
  /// What containers get as SPIN_DOCKER_URL; empty: they get none. Known once
  /// the listener for check-ins is open, so it is asked for at each create.
  std::function<std::string()> check_in_url;
};

using context_ptr = std::shared_ptr<const container_context>;

/// How one container actor begins.
struct container_start {
  container_view view;
  /// For a container that is yet to be made: its token, known here only until
  /// it is handed to the container, and the ports to publish.
  std::string token;
  std::vector<docker::exposed_port> publish;
  docker::host_rights rights;
  /// It was found at the engine and is not known otherwise.
  bool adopted = false;
};

/// What matters only while somebody waits or a call is under way. Most
/// containers just run, and there may be very many of them: an actor holds this
/// no longer than it needs it.
struct pending_work {
  /// What only a create needs; dropped when it is done.
  std::unique_ptr<container_start> making;
  /// What the work under way comes from.
  cause by;
  /// Clients that wait for it to run.
  std::vector<caf::typed_response_promise<view_ptr>> waiting;
  /// Clients that wait for it to be otherwise.
  std::vector<std::pair<wait_order, caf::typed_response_promise<view_ptr>>>
    awaiting;
  /// Passes that wait for a look.
  std::vector<caf::typed_response_promise<done>> audits;
  /// What the engine said to the last call that failed.
  std::string engine_said;
  /// It was found at the engine, and nobody has been told yet.
  bool adopted = false;
  /// Takes back the stop that was asked of the gateway.
  std::shared_ptr<std::atomic<bool>> stop_called_off;
};

struct container_state {
  /// Everything that is remembered and shown; replaced as a whole.
  view_ptr view;
  context_ptr context;
  std::unique_ptr<pending_work> work;
  /// The earliest alarm that is under way; max() = none.
  instant armed = instant::max();
  /// The same of the next try of its port: an alarm cannot be taken back, so
  /// that each of the two has one of its own.
  instant armed_try = instant::max();
  /// When its port is to be tried next, in which run it was tried last, and
  /// whether that is under way.
  instant next_try{};
  incarnation tried = incarnation::none;
  bool trying = false;
  /// Until then a report is not stored unless it changes what a look finds.
  instant reports_saved_until{};

  /// Returns what the work under way comes from.
  cause by() const { return work ? work->by : cause{}; }

  /// Returns `work`, made if there was none.
  pending_work& need_work() {
    if (!work)
      work = std::make_unique<pending_work>();
    return *work;
  }

  idle_policy policy() const { return policy_of(*view, context->policy); }

  static inline const char* name = "container";
};

/// Supervises one container. `begin.view` is either a new container (the first
/// message is `create`), or what a record or a listing told (`recover`).
container_handle::behavior_type
container_actor(container_handle::stateful_pointer<container_state> self,
                context_ptr context, container_start begin);

} // namespace spin

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(spin::container_start)
