#pragma once

#include <memory>

#include "actors/lifecycle.hpp"
#include "store/snapshot.hpp"

namespace spin {

/// What the world sees of a container: an immutable value that its actor
/// replaces after each change. The parts that rarely change are shared, so a
/// view is cheap to make and to keep.
struct container_view {
  std::shared_ptr<const identity> who;
  std::shared_ptr<const run_facts> run;
  lifecycle life;
  /// When it would be stopped if nothing more is heard of it.
  std::optional<instant> stops_at;
};

/// Returns whether GET shows a container: not before its creation succeeded,
/// and not from the moment that its removal is wanted.
bool is_listed(const container_view&) noexcept;

/// Returns the manual's word for it: "running", "stopping", "stopped", or
/// "starting" for the time in between.
std::string_view status_of(const container_view&) noexcept;

} // namespace spin
