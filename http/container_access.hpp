#pragma once

#include <optional>
#include <string_view>

#include "actors/directory.hpp"
#include "http/context.hpp"
#include "http/responder.hpp"

namespace spin::http {

/// Returns whether for `who` there is no such container.
bool hides(const principal& who, const container_view& view);

/// Finds the container that `id` names, or answers `to` why there is none. One
/// of somebody else is none, down to the letter.
std::optional<directory_entry> find(const context& all, const principal& who,
                                    std::string_view id,
                                    const responder_ptr& to);

} // namespace spin::http
