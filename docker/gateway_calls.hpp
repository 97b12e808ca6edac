#pragma once

#include <chrono>
#include <functional>
#include <string>

#include "docker/engine.hpp"

// What the gateway makes of the engine's verbs: a few calls each, so that the
// answer is always how the container really is. No CAF in here.

namespace spin::docker {

/// How these calls reach the engine: `wrap` brings an answer back to where the
/// call was made.
class calls_port {
public:
  virtual ~calls_port() = default;
  virtual engine& door() = 0;
  virtual callback<done> wrap(callback<done> then) = 0;
  virtual callback<std::string> wrap(callback<std::string> then) = 0;
  virtual callback<container_info> wrap(callback<container_info> then) = 0;
  virtual callback<engine_info> wrap(callback<engine_info> then) = 0;
};

/// Returns whether that container is ours by that id.
bool carries(const container_info& info, const std::string& id);

/// Makes a container, joins it to the rest of its networks and writes its files.
/// If the outcome of the first is in doubt (or the name is taken), looks for a
/// container of that name: one with our label `id` is the one wanted. If one of
/// the rest fails, it is removed again; if that fails, too, the outcome is
/// `timed_out`: there may be one.
void create(calls_port& port, const std::string& id, const container_spec& what,
            callback<std::string> then);

/// Inspects the container of our own `id`. `what` may be a name that was chosen
/// for it: another's that has the same name is not it, so `no_such_container`.
void inspect(calls_port& port, const std::string& id, const std::string& what,
             callback<container_info> then);

/// Starts and then inspects. A 404 from start may mean that something else is
/// missing, so only inspect's 404 is told as `no_such_container`. If it was
/// started but cannot be inspected, that is `timed_out`: look again.
void start(calls_port& port, const std::string& what,
           callback<container_info> then);

/// Pauses and then inspects. A refusal counts only if inspect does not find it
/// paused all the same; only inspect tells `no_such_container`. If it was
/// paused but cannot be inspected, that is `timed_out`: look again.
void pause(calls_port& port, const std::string& what,
           callback<container_info> then);

/// As `pause`, the other way: what is wanted is that it is up and not paused.
void resume(calls_port& port, const std::string& what,
            callback<container_info> then);

/// Inspects, stops, and inspects again: a stop that reports success must have
/// stopped it. A refusal counts only if inspect finds it up all the same, and
/// only inspect tells `no_such_container`. If it was stopped but cannot be
/// inspected, that is `timed_out`: look again.
///
/// Leaves a container alone that is not up or, with `only` other than `none`,
/// runs as another incarnation. Resumes a paused one first: frozen it cannot
/// obey, and not every engine thaws it for a stop as Docker does.
///
/// `still_wanted` (empty = always) is asked right before each call that changes
/// something. If it says no, the answer is how the container is.
void stop(calls_port& port, const std::string& what, incarnation only,
          std::chrono::seconds grace, callback<container_info> then,
          std::function<bool()> still_wanted = {});

/// Inspects, to know whether it has a terminal, and opens its log. A refusal is
/// as `engine::logs` has it.
void read_log(calls_port& port, const log_order& what, callback<done> then);

/// Stops with grace, then removes. One that refuses to be stopped because it is
/// paused is resumed for that; a container that cannot be stopped is removed by
/// force all the same, as long as the engine can be reached.
///
/// As with `inspect`, a name alone does no harm to another's container.
void remove(calls_port& port, const std::string& id, const std::string& what,
            std::chrono::seconds grace, callback<done> then);

} // namespace spin::docker
