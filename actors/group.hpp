#pragma once

#include <string>
#include <vector>

#include "actors/view.hpp"

namespace spin {

// Containers of one user that are named as a group idle as one: each has its
// own looks, and the last of them to become idle ends them all, those on which
// others depend after these. Pure.

/// Returns what tells the groups of all users apart; empty: it is in none.
std::string group_key(const container_view&);
std::string group_key(std::string_view owner, std::string_view group);

/// Returns the names of those that it depends on.
const std::vector<std::string>& dependencies_of(const container_view&) noexcept;

/// Returns until when `mates`, the others of its group, hold `whom` if nothing
/// more is heard of them: until the last of them that is up would be stopped.
/// max(): as long as they are as they are now, since one is always in use, just
/// starts or is about to be looked at; or, at the end of all, since one that
/// depends on `whom` has not ended yet. Zero: they do not.
instant group_until(const container_view& whom,
                    const std::vector<view_ptr>& mates,
                    const server_policy& server, instant now);

/// Returns whether `next` may hold its group for another time than `was` did.
bool holds_otherwise(const container_view& was, const container_view& next,
                     const server_policy& server);

} // namespace spin
