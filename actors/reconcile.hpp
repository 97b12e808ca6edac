#pragma once

#include <string>
#include <unordered_set>
#include <vector>

#include "docker/types.hpp"
#include "store/snapshot.hpp"

namespace spin {

/// What a pass over the engine's listing has to do. Sizes differ by scale, so
/// known containers are told apart by position, not copied.
struct pass {
  /// For each known id, the index of its line in the listing, or `not_listed`.
  std::vector<std::size_t> seen;
  /// Indices of listed containers of ours that nobody knows.
  std::vector<std::size_t> strangers;

  static constexpr std::size_t not_listed = static_cast<std::size_t>(-1);
};

/// Compares the ids that we know with what the engine lists. Pure. A listed
/// container belongs to the id in its label `spin-docker.id`; of several with
/// the same id (a copy made by hand) the first one counts.
pass compare(const std::vector<std::string>& known,
             const std::vector<docker::container_summary>& listed);

/// Returns who a listed container of ours is by its labels alone: what recovery
/// goes by when the store is empty. `created_at` is the moment of adoption.
identity identity_of(const docker::container_summary& listed, utc now);

} // namespace spin
