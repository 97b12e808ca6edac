#pragma once

#include <string>
#include <string_view>

#include "store/snapshot.hpp"

namespace spin {

/// Returns a new id for a container: 128 random bits as 32 hex digits.
std::string make_id();

/// Returns a name that people can say for the container `id`, e.g.
/// "quiet_heron_5d1f03": the same id gives the same name, so that a create
/// whose answer was lost is found again.
std::string name_of(std::string_view id);

/// Returns a new check-in token for the container `id`: "<id>.<128 random bits
/// in hex>". Only its digest is kept.
std::string make_token(std::string_view id);

/// Returns a new API token: "spin_<id>.<128 random bits in hex>". Only its
/// digest is kept.
std::string make_api_token(std::string_view id);

/// Returns the id that stands in an API token; "" if it is not of that form.
std::string_view id_in_api_token(std::string_view token) noexcept;

/// Returns the SHA-256 of `token`.
digest digest_of(std::string_view token);

/// Returns whether `token` has that digest; in constant time. A container
/// without a token (all zero) matches nothing.
bool token_matches(std::string_view token, const digest& expected);

/// Writes a digest as 64 hex digits, and reads it back (all zero if `hex` is
/// not one).
std::string to_hex(const digest& what);
digest digest_from_hex(std::string_view hex);

} // namespace spin
