#pragma once

#include <string>
#include <vector>

#include "actors/directory.hpp"

// In which order containers that depend on each other are started and stopped.
// Pure but for the look at the directory.

namespace spin {

/// The most containers in a group.
inline constexpr std::size_t most_in_group = 64;
/// The most that are started for one wish.
inline constexpr std::size_t most_at_once = 2 * most_in_group;

struct ordered_step {
  directory_entry who;
  /// The steps that must be over before this one begins.
  std::vector<std::size_t> first;
  /// Another step, or a client, waits until it is over: until the container is
  /// ready, or has ended.
  bool awaited = false;
};

using ordered_steps = std::vector<ordered_step>;

/// Returns whether it did its work and ended well by itself, without ever having
/// been ready to be used: it is not started again for the sake of others, who
/// need not wait for it either.
bool is_completed(const container_view&) noexcept;

/// Returns what is to be started if `target` is wanted running: what it depends
/// on, the others of its group and what these depend on, each once; itself is
/// among them. Errors: `conflict`, if one that is named is not there, if some
/// depend on each other, or if there are too many.
outcome<ordered_steps> order_of_start(const directory& all,
                                      const view_ptr& target);

/// The same for a new container of `owner` that depends on those `names`; it is
/// not there yet, and waits for all of them.
outcome<ordered_steps> order_before(const directory& all,
                                    std::string_view owner,
                                    const std::vector<std::string>& names);

/// Returns what is to be stopped if `target` is: itself and the others of its
/// group, each after those of them that depend on it.
ordered_steps order_of_stop(const directory& all, const view_ptr& target);

} // namespace spin

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(spin::ordered_steps)
