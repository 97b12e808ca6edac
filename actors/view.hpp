#pragma once

#include <memory>

#include "actors/lifecycle.hpp"
#include "store/snapshot.hpp"

namespace spin {

/// How a container was made.
struct kept_options {
  create_options what;
  /// As JSON, without secrets.
  std::string shown;
};

/// Null: as the image has it.
using options_ptr = std::shared_ptr<const kept_options>;

/// Returns the options as views hold them: the same again for the same as
/// before, so that many containers that are made alike hold them once.
/// Thread-safe.
options_ptr share(create_options what);

/// What the world sees of a container: an immutable value that its actor
/// replaces after each change. The parts that rarely change are shared, so a
/// view is cheap to make and to keep.
struct container_view {
  std::shared_ptr<const identity> who;
  std::shared_ptr<const run_facts> run;
  /// None: nothing but what the configuration says.
  std::shared_ptr<const policy_overrides> own;
  /// Null: nothing but its image was named.
  options_ptr made_with;
  lifecycle life;
  /// What its HEALTHCHECK says.
  health_status health = health_status::none;
  /// The run in which its port has answered.
  incarnation answers = incarnation::none;
  /// As `group_until` of its group had it when that last changed.
  instant group_until{};
  /// Its actor died of faults again and again and is not restarted for now.
  bool given_up = false;
};

/// Shared by the actor, the directory and whoever reads: there may be very many
/// containers.
using view_ptr = std::shared_ptr<const container_view>;

/// Returns whether GET shows a container: not before its creation succeeded,
/// and not from the moment that its removal is wanted.
bool is_listed(const container_view&) noexcept;

/// Returns the manual's word for it: "running", "stopping", "stopped", or for
/// what the manual did not know: "starting", "pausing", "paused", "resuming",
/// "failed".
std::string_view status_of(const container_view&) noexcept;

/// Returns the user whose it is: the one who had it made, else `admin`.
std::string_view owner_of(const container_view&) noexcept;

/// The same by the name that is kept with it.
std::string_view owner_of(const std::string& kept) noexcept;

/// Returns whether it is up, or may soon be without a further wish: one that is
/// being stopped for idleness may be, a report calls that off.
bool may_be_up(const container_view&) noexcept;

/// Returns the policy that holds for it.
idle_policy policy_of(const container_view&, const server_policy&);

} // namespace spin
