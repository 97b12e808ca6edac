#pragma once

// Every message of the system stands on this page: the atoms, the payloads and
// the handles of all actors. Messages never leave the process, so payloads need
// no wire format.

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <caf/all.hpp>

#include "actors/readiness.hpp"
#include "actors/view.hpp"
#include "docker/streams.hpp"
#include "docker/types.hpp"
#include "store/cause.hpp"
#include "store/failure.hpp"
#include "store/snapshot.hpp"
#include "store/store.hpp"

// -- atoms: verbs first, then the events that actors send themselves ----------

CAF_ADD_ATOM(spin, spin::atom, create, "create")
CAF_ADD_ATOM(spin, spin::atom, start, "start")
CAF_ADD_ATOM(spin, spin::atom, stop, "stop")
CAF_ADD_ATOM(spin, spin::atom, remove, "remove")
CAF_ADD_ATOM(spin, spin::atom, pause, "pause")
CAF_ADD_ATOM(spin, spin::atom, resume, "resume")
CAF_ADD_ATOM(spin, spin::atom, inspect, "inspect")
CAF_ADD_ATOM(spin, spin::atom, list, "list")
CAF_ADD_ATOM(spin, spin::atom, images, "images")
CAF_ADD_ATOM(spin, spin::atom, image, "image")
CAF_ADD_ATOM(spin, spin::atom, logs, "logs")
CAF_ADD_ATOM(spin, spin::atom, stats, "stats")
CAF_ADD_ATOM(spin, spin::atom, probe, "probe")
CAF_ADD_ATOM(spin, spin::atom, watch, "watch")
CAF_ADD_ATOM(spin, spin::atom, ping, "ping")
CAF_ADD_ATOM(spin, spin::atom, audit, "audit")
CAF_ADD_ATOM(spin, spin::atom, recover, "recover")
CAF_ADD_ATOM(spin, spin::atom, commit, "commit")
CAF_ADD_ATOM(spin, spin::atom, save, "save")
CAF_ADD_ATOM(spin, spin::atom, forget, "forget")
CAF_ADD_ATOM(spin, spin::atom, load, "load")
CAF_ADD_ATOM(spin, spin::atom, resave, "resave")
CAF_ADD_ATOM(spin, spin::atom, sync, "sync")
CAF_ADD_ATOM(spin, spin::atom, arm, "arm")
CAF_ADD_ATOM(spin, spin::atom, alarm, "alarm")
CAF_ADD_ATOM(spin, spin::atom, flush, "flush")
CAF_ADD_ATOM(spin, spin::atom, collect, "collect")
CAF_ADD_ATOM(spin, spin::atom, answered, "answered")
CAF_ADD_ATOM(spin, spin::atom, opened, "opened")
CAF_ADD_ATOM(spin, spin::atom, noticed, "noticed")
CAF_ADD_ATOM(spin, spin::atom, ended, "ended")

namespace spin {

// -- payloads -----------------------------------------------------------------

/// What a client asks for with POST /v1/containers.
struct create_request {
  std::string image;
  policy_overrides own = {};
  /// How it is to be made, as the operator's rules allow it.
  create_options options = {};
  docker::host_rights rights = {};
  /// The user whose container it is to be; empty: nobody's.
  std::string owner = {};
  /// Our own id of it, if it was chosen already; empty: a new one.
  std::string id = {};
  /// Its name, if that is not what the options say; empty: it is.
  std::string name = {};
  /// It is to take the place, and the name, of one that vanished and had that
  /// engine id; empty: of none.
  std::string instead_of = {};
  /// Its place among those that `owner` may have running; given back when the
  /// last copy of this goes, which is not before the directory shows it.
  std::shared_ptr<const void> place = {};
  cause by = {};
};

/// A client waits for it to be so, until then.
struct wait_order {
  awaited what = awaited::ready;
  instant until{};
};

/// What a client can want of a container, beside its end.
using any_wish
  = std::variant<event::create_asked, event::start_asked, event::stop_asked,
                 event::keep_alive_asked, policy_overrides, wait_order>;

/// Which container to stop, and when not to.
struct stop_order {
  /// The engine's id or name of it.
  std::string container;
  /// Only that run of it; `none` = any.
  incarnation only = incarnation::none;
  /// Becomes true if the stop is not wanted any more: it is then left alone
  /// unless the engine has been asked already. None: it stays wanted.
  std::shared_ptr<const std::atomic<bool>> called_off = {};
  cause by = {};
  /// How long it may take to end; none: as the configuration has it.
  std::optional<std::chrono::seconds> grace = {};
};

/// What a listing of the engine says about one container; empty: it is not
/// among those listed.
using sighting = std::optional<docker::container_summary>;

/// Work that another thread hands to an actor, to be run as the actor.
using continuation = std::function<void()>;

// -- handles ------------------------------------------------------------------

// A `cause` says what a message comes from; what follows from it carries that
// on, down to the engine calls, and each log line names it.

/// Supervises one container: holds its state and its idle timer, decides with
/// `decide` and acts through the gateway. Few messages with rich payloads: each
/// handler costs memory in every actor.
using container_handle = caf::typed_actor<
  // A client's wish. Answers once it is stored; one for it to run (to be made,
  // held) when it runs with its ports. A create that fails undoes what was done
  // and ends the actor. A wait is answered when it is settled, too late not at
  // all.
  caf::replies_to<any_wish, cause>::with<view_ptr>,
  // Wants it removed; answers once that is stored, before it is gone.
  caf::replies_to<atom::remove, cause>::with<done>,
  // A listing of the engine shows it so, or does not show it; answers when a
  // difference, if there is one, has been looked into.
  caf::replies_to<atom::list, sighting, cause>::with<done>,
  // Something happened: `recovered` (take up what the record says), `reported`,
  // `noticed`, `store_emptied`, and from the alarm clock `alarm_rang`.
  caf::reacts_to<any_event>>;

/// Rings for all container actors: one delayed message for the next of many
/// alarms costs less than one for each.
using alarm_clock_handle = caf::typed_actor<
  // Tell that container `alarm_rang` at that moment, if it still lives.
  caf::reacts_to<atom::arm, instant, caf::actor_addr>,
  // INTERNAL: the next alarm is due.
  caf::reacts_to<atom::alarm, instant>>;

/// Supervises the container actors and keeps their directory.
using registry_handle = caf::typed_actor<
  // Reads the store, lists the engine, reconciles; answers when every known
  // container has its actor. With the engine away it answers all the same and
  // reconciles as soon as it is back. Errors: store_down.
  caf::replies_to<atom::recover>::with<done>,
  // Makes a container; errors as container_handle, and no_such_image, no_ports.
  // One that is to take the place of another: no_such_container, if there is
  // nothing kept of that; conflict, if somebody else is at it.
  caf::replies_to<atom::create, create_request>::with<view_ptr>,
  // One reconcile pass now; answers when every difference has been looked into.
  // Errors: those of a listing.
  caf::replies_to<atom::audit, cause>::with<done>,
  // Forgets one that vanished, by its engine id; answers once that is stored.
  // Errors: no_such_container, conflict as above; store_down.
  caf::replies_to<atom::forget, std::string>::with<done>,
  // The engine's event stream tells of a container.
  caf::reacts_to<atom::noticed, docker::engine_event>,
  // The store was found emptied: every container writes its snapshot again.
  caf::reacts_to<atom::resave>,
  // INTERNAL: the time of the next periodic pass.
  caf::reacts_to<atom::alarm>>;

/// Keeps the API tokens that users make for programs.
using token_keeper_handle = caf::typed_actor<
  // Stores a new token, then lets it in. Errors: store_down; conflict, if the
  // user has as many as there may be.
  caf::replies_to<atom::create, api_token, cause>::with<done>,
  // Turns the token away from now on, and drops it from the store. Tells whether
  // the store has taken that: if not, it is tried for ever. Errors:
  // no_such_token.
  caf::replies_to<atom::remove, std::string, cause>::with<bool>,
  // The store was found emptied: writes all tokens again.
  caf::reacts_to<atom::resave>>;

/// Follows the engine's event stream for the registry: subscribes, has the
/// registry list, passes events on; begins again whenever the stream ends.
using event_watcher_handle = caf::typed_actor<
  // Begin; also INTERNAL: the pause after an end is over.
  caf::reacts_to<atom::watch>,
  // INTERNAL: from the stream.
  caf::reacts_to<atom::opened>,
  caf::reacts_to<atom::noticed, docker::engine_event>,
  caf::reacts_to<atom::ended, failure>,
  // INTERNAL: the time to ask whether the engine still answers.
  caf::reacts_to<atom::alarm>>;

/// The store's thread. Groups writes and retries them.
using store_writer_handle = caf::typed_actor<
  // Reads all records. Errors: store_down.
  caf::replies_to<atom::load>::with<store::contents>,
  // Writes durably before it answers. Errors: store_down; then the sender says
  // with save or forget what it holds instead.
  caf::replies_to<atom::commit, snapshot>::with<done>,
  // Writes soon, for ever retried; a later one for the same id replaces it.
  caf::reacts_to<atom::save, snapshot>,
  // The same two for any record, or to drop one.
  caf::replies_to<atom::commit, store::change>::with<done>,
  caf::reacts_to<atom::save, store::change>,
  // Drops a record soon, for ever retried.
  caf::reacts_to<atom::forget, std::string>,
  // Writes all that came before; answers what came of that one attempt.
  // Errors: store_down.
  caf::replies_to<atom::sync>::with<done>,
  // Tell this registry when the store is found emptied.
  caf::reacts_to<atom::resave, registry_handle>,
  // INTERNAL: the time to ask whether the store still answers.
  caf::reacts_to<atom::ping>,
  // INTERNAL: write what has gathered.
  caf::reacts_to<atom::flush>,
  // INTERNAL: the pause after a failure is over.
  caf::reacts_to<atom::alarm>>;

/// The one door to the engine and to the store; what concerns the store goes on
/// to its writer. `id` is always our own id of the container: calls for one id
/// run strictly in order, calls for different ids side by side within limits.
/// Errors: those of docker::engine.
using gateway_handle = caf::typed_actor<
  // As store_writer_handle has them.
  caf::replies_to<atom::load>::with<store::contents>,
  caf::replies_to<atom::commit, snapshot>::with<done>,
  caf::reacts_to<atom::save, snapshot>,
  caf::replies_to<atom::commit, store::change>::with<done>,
  caf::reacts_to<atom::save, store::change>,
  caf::reacts_to<atom::forget, std::string>,
  caf::replies_to<atom::sync>::with<done>,
  caf::reacts_to<atom::resave, registry_handle>,
  // The tags that the engine has.
  caf::replies_to<atom::images, cause>::with<std::vector<std::string>>,
  // One image.
  caf::replies_to<atom::image, std::string, cause>::with<docker::image_info>,
  // Makes a container (id, what); its engine id. A create whose answer was lost
  // is found again by its name and answered as if it had been the first.
  caf::replies_to<atom::create, std::string, docker::container_spec,
                  cause>::with<std::string>,
  // Starts the container (id, container) and tells how it runs.
  caf::replies_to<atom::start, std::string, std::string, cause>::with<
    docker::container_info>,
  // Stops the container (id, which) and tells how it is then, also if it was
  // left alone.
  caf::replies_to<atom::stop, std::string, stop_order>::with<
    docker::container_info>,
  // Freezes the container (id, container), or lets it go on, and tells how it is
  // then.
  caf::replies_to<atom::pause, std::string, std::string, cause>::with<
    docker::container_info>,
  caf::replies_to<atom::resume, std::string, std::string, cause>::with<
    docker::container_info>,
  // Stops it (id, which; any run) with grace, then removes it and its anonymous
  // volumes.
  caf::replies_to<atom::remove, std::string, stop_order>::with<done>,
  // Tells how the container is; no_such_container proves that it is gone.
  caf::replies_to<atom::inspect, std::string, std::string, cause>::with<
    docker::container_info>,
  // Whether something serves at a host port that the container (id)
  // publishes.
  caf::replies_to<atom::probe, std::string, std::uint16_t, cause>::with<bool>,
  // Opens the log of a container (id, what) for a reader, and answers then.
  // Not in the order of calls, as the next two: who reads waits for no stop.
  caf::replies_to<atom::logs, std::string, docker::log_order, cause>::with<
    done>,
  // What a container uses now (id, container); takes a second or two.
  caf::replies_to<atom::stats, std::string, std::string, cause>::with<
    docker::container_stats>,
  // Tells a reader of that about every second (id, what); answers when that
  // begins.
  caf::replies_to<atom::stats, std::string, docker::stats_order, cause>::with<
    done>,
  // All containers that carry the label of this server.
  caf::replies_to<atom::list, cause>::with<
    std::vector<docker::container_summary>>,
  // Tells whether the engine answers.
  caf::replies_to<atom::ping>::with<docker::engine_version>,
  // Follows the event stream from that moment on (nanoseconds since 1970; 0 =
  // now) for the watcher.
  caf::reacts_to<atom::watch, std::int64_t, event_watcher_handle>,
  // INTERNAL: the engine answered.
  caf::reacts_to<atom::answered, continuation>,
  // INTERNAL: the time to give up calls that were never answered.
  caf::reacts_to<atom::alarm>>;

} // namespace spin

// -- CAF's view of the payloads: local only ------------------------------------

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(spin::done)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(spin::cause)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(spin::incarnation)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(spin::snapshot)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(spin::view_ptr)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(spin::failure)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(spin::any_wish)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(spin::any_event)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(spin::stop_order)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(spin::create_request)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(spin::sighting)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(spin::instant)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(spin::continuation)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(spin::api_token)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(spin::store::contents)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(spin::store::change)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(spin::docker::engine_event)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(spin::docker::engine_version)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(spin::docker::image_info)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(spin::docker::container_spec)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(spin::docker::container_info)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(std::vector<spin::docker::container_summary>)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(spin::docker::log_order)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(spin::docker::stats_order)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(spin::docker::container_stats)

CAF_ERROR_CODE_ENUM(spin::errc, "spin")

namespace spin {

/// Turns a failure into what CAF carries; `to_failure` gives it back whole.
inline caf::error to_error(const failure& why) {
  return caf::make_error(why.code, why.what);
}

/// Turns any error of an actor request into a failure: ours come back as they
/// were, a request timeout is `timed_out`, anything else `internal`.
failure to_failure(const caf::error& error);

} // namespace spin
