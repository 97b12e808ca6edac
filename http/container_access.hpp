#pragma once

#include <optional>
#include <string_view>

#include "actors/directory.hpp"
#include "http/context.hpp"
#include "http/responder.hpp"

namespace spin::http {

/// Returns whether for `who` there is no such container.
bool hides(const principal& who, const container_view& view);

/// Finds the container that `id` names, or answers `to` why there is none, and
/// what can be done if it vanished. One of somebody else is none, down to the
/// letter.
std::optional<directory_entry> find(const context& all, const principal& who,
                                    std::string_view id,
                                    const responder_ptr& to);

/// Returns what is kept of the container that `id` names, if somebody else
/// removed it and `who` may know of it. Null: it is there, or not kept.
vanished_ptr find_vanished(const context& all, const principal& who,
                           std::string_view id);

/// Returns the container that `who` may know of and that has that name (with or
/// without a slash before it), id or beginning of an id. None: there is none.
std::optional<directory_entry> find_named(const context& all,
                                          const principal& who,
                                          std::string_view name);

} // namespace spin::http
