#pragma once

#include <optional>
#include <string>

#include "http/message.hpp"
#include "store/api_token.hpp"

namespace spin::http {

/// What POST /v1/tokens asks for.
struct token_request {
  /// What it is for; empty: not said.
  std::string name;
  /// None: the role of who asks.
  std::optional<role> may;
  /// How long it is good for; none: until it is revoked.
  std::optional<std::chrono::seconds> lifetime;
};

/// The longest name of a token, in bytes.
inline constexpr std::size_t max_token_name = 64;

/// Reads what POST /v1/tokens asks for: `name`, `role` and `expires_in`, none of
/// them required. Errors: 400 with the field; 403 for a role that `from.who` has
/// not: everybody may give their own, an admin any.
reading<token_request> read_token_request(const request& from);

/// Returns the JSON of a token: `id`, `name`, `user`, `role`, `created_at`,
/// `expires_at`, and the `token` itself if it is given.
std::string render(const api_token& what, std::string_view token = {});

/// Returns the JSON array of tokens, without their secrets.
std::string render(const std::vector<api_token>& all);

} // namespace spin::http
