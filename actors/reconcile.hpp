#pragma once

#include <string>
#include <vector>

#include "actors/view.hpp"
#include "docker/types.hpp"
#include "store/snapshot.hpp"

namespace spin {

/// What a pass over the engine's listing has to do.
struct pass {
  /// For each known container, the index of its line in the listing, or
  /// `not_listed`.
  std::vector<std::size_t> seen;
  /// Indices of listed containers of ours to adopt: nobody knows their id.
  std::vector<std::size_t> strangers;

  static constexpr std::size_t not_listed = static_cast<std::size_t>(-1);
};

/// Compares the containers that we know with what the engine lists. Pure. A container is known
/// by its engine id; only before that is told, by its label `spin-docker.id`.
/// Copies that carry the label of a known container (an image made of one keeps
/// its labels) and what is just being removed are left alone.
pass compare(const std::vector<view_ptr>& known,
             const std::vector<docker::container_summary>& listed);

/// Returns what a line of a listing (none: there is no line of it) means to a
/// container that looks so.
any_event event_of(const docker::container_summary* line,
                   const container_view& known);

/// Returns whether a container must hear of a listing, since that tells it
/// something new or it is just being looked at: most of the time it need not,
/// and there may be very many of them.
bool is_news(const docker::container_summary* line, const container_view& known,
             const server_policy& policy);

/// Returns our own id of a listed container, as its label has it.
std::string id_of(const docker::container_summary& listed);

/// Returns whether a listed stranger is surely of our own making, so that a
/// create that was cut short may be undone: a copy has another name.
bool is_our_making(const docker::container_summary& listed);

/// Returns who a listed container of ours is by its labels alone: what recovery
/// goes by when the store is empty. `created_at` is the moment of adoption.
identity identity_of(const docker::container_summary& listed, utc now);

/// Returns how a listed container of ours was made, by its label; what was a
/// secret is "***". Nothing for what is not surely of our own making, or was made
/// before there was that label. Errors: `bad_request` with what is wrong in it.
outcome<create_options> options_of(const docker::container_summary& listed);

} // namespace spin
