#pragma once

// Every message of the system stands on this page: the atoms, the payloads and
// the handles of all actors. Messages never leave the process, so payloads need
// no wire format.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <caf/all.hpp>

#include "actors/view.hpp"
#include "docker/types.hpp"
#include "store/failure.hpp"
#include "store/snapshot.hpp"
#include "store/store.hpp"

// -- atoms: verbs first, then the events that actors send themselves ----------

CAF_ADD_ATOM(spin, spin::atom, create, "create")
CAF_ADD_ATOM(spin, spin::atom, start, "start")
CAF_ADD_ATOM(spin, spin::atom, stop, "stop")
CAF_ADD_ATOM(spin, spin::atom, remove, "remove")
CAF_ADD_ATOM(spin, spin::atom, inspect, "inspect")
CAF_ADD_ATOM(spin, spin::atom, list, "list")
CAF_ADD_ATOM(spin, spin::atom, images, "images")
CAF_ADD_ATOM(spin, spin::atom, image, "image")
CAF_ADD_ATOM(spin, spin::atom, check_in, "checkIn")
CAF_ADD_ATOM(spin, spin::atom, audit, "audit")
CAF_ADD_ATOM(spin, spin::atom, recover, "recover")
CAF_ADD_ATOM(spin, spin::atom, commit, "commit")
CAF_ADD_ATOM(spin, spin::atom, save, "save")
CAF_ADD_ATOM(spin, spin::atom, forget, "forget")
CAF_ADD_ATOM(spin, spin::atom, load, "load")
CAF_ADD_ATOM(spin, spin::atom, resave, "resave")
CAF_ADD_ATOM(spin, spin::atom, sync, "sync")
CAF_ADD_ATOM(spin, spin::atom, alarm, "alarm")
CAF_ADD_ATOM(spin, spin::atom, flush, "flush")
CAF_ADD_ATOM(spin, spin::atom, answered, "answered")

namespace spin {

// -- payloads -----------------------------------------------------------------

/// What a client asks for with POST /v1/containers.
struct create_request {
  std::string image;
};

/// What a container says about itself.
struct report {
  /// Connections it serves now; 0 = idle.
  std::uint64_t active = 0;
};

/// What a listing of the engine says about one container; empty: it is not
/// among those listed.
using sighting = std::optional<docker::container_summary>;

/// Work that another thread hands to an actor, to be run as the actor.
using continuation = std::function<void()>;

// -- handles ------------------------------------------------------------------

/// Supervises one container: holds its state and its idle timer, decides with
/// `decide` and acts through the gateway.
using container_handle = caf::typed_actor<
  // Makes and starts it; answers when it runs with its ports. A failure undoes
  // what was done and ends the actor.
  caf::replies_to<atom::create>::with<container_view>,
  // Starts it; answers when it runs with its new ports.
  caf::replies_to<atom::start>::with<container_view>,
  // Wants it stopped; answers once that is stored, before it has stopped.
  caf::replies_to<atom::stop>::with<container_view>,
  // Wants it removed; answers once that is stored, before it is gone.
  caf::replies_to<atom::remove>::with<done>,
  // Take up what the record says, e.g. finish what was under way.
  caf::reacts_to<atom::recover>,
  // It reports its activity.
  caf::reacts_to<atom::check_in, report>,
  // A listing of the engine shows it so, or does not show it; answers when a
  // difference, if there is one, has been looked into.
  caf::replies_to<atom::list, sighting>::with<done>,
  // Write the snapshot again: the store was found emptied.
  caf::reacts_to<atom::resave>,
  // INTERNAL: the alarm that was armed for that moment.
  caf::reacts_to<atom::alarm, instant>>;

/// Supervises the container actors and keeps their directory.
using registry_handle = caf::typed_actor<
  // Reads the store, lists the engine, reconciles; answers when every known
  // container has its actor. With the engine away it answers all the same and
  // reconciles as soon as it is back. Errors: store_down.
  caf::replies_to<atom::recover>::with<done>,
  // Makes a container; errors as container_handle, and no_such_image, no_ports.
  caf::replies_to<atom::create, create_request>::with<container_view>,
  // One reconcile pass now; answers when every difference has been looked into.
  // Errors: those of a listing.
  caf::replies_to<atom::audit>::with<done>,
  // The store was found emptied: every container writes its snapshot again.
  caf::reacts_to<atom::resave>,
  // INTERNAL: the time of the next periodic pass.
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
  // Drops a record soon, for ever retried.
  caf::reacts_to<atom::forget, std::string>,
  // Writes all that came before; answers what came of that one attempt.
  // Errors: store_down.
  caf::replies_to<atom::sync>::with<done>,
  // Tell this registry when the store is found emptied.
  caf::reacts_to<atom::resave, registry_handle>,
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
  caf::reacts_to<atom::forget, std::string>,
  caf::replies_to<atom::sync>::with<done>,
  caf::reacts_to<atom::resave, registry_handle>,
  // The tags that the engine has.
  caf::replies_to<atom::images>::with<std::vector<std::string>>,
  // One image.
  caf::replies_to<atom::image, std::string>::with<docker::image_info>,
  // Makes a container (id, what); its engine id. A create whose answer was lost
  // is found again by its name and answered as if it had been the first.
  caf::replies_to<atom::create, std::string, docker::container_spec>::with<
    std::string>,
  // Starts the container (id, container) and tells how it runs.
  caf::replies_to<atom::start, std::string, std::string>::with<
    docker::container_info>,
  // Stops the container (id, container, that run only) and tells how it is
  // then. One that runs as another incarnation is left alone; `none` = any.
  caf::replies_to<atom::stop, std::string, std::string, incarnation>::with<
    docker::container_info>,
  // Stops with grace, then removes it and its anonymous volumes.
  caf::replies_to<atom::remove, std::string, std::string>::with<done>,
  // Tells how the container is; no_such_container proves that it is gone.
  caf::replies_to<atom::inspect, std::string, std::string>::with<
    docker::container_info>,
  // All containers that carry the label of this server.
  caf::replies_to<atom::list>::with<std::vector<docker::container_summary>>,
  // INTERNAL: the engine answered.
  caf::reacts_to<atom::answered, continuation>>;

} // namespace spin

// -- CAF's view of the payloads: local only ------------------------------------

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(spin::done)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(spin::incarnation)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(spin::snapshot)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(spin::container_view)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(spin::create_request)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(spin::report)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(spin::sighting)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(spin::instant)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(spin::continuation)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(spin::store::contents)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(spin::docker::image_info)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(spin::docker::container_spec)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(spin::docker::container_info)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(std::vector<spin::docker::container_summary>)

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
