#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "store/failure.hpp"
#include "store/role.hpp"
#include "store/snapshot.hpp"
#include "store/time.hpp"

namespace spin {

/// What is kept of a token that a user made for programs. The token itself is
/// known to them only.
struct api_token {
  /// 32 hex digits; a part of the token, no secret.
  std::string id;
  /// SHA-256 of the whole token: it has 128 random bits, so that no slow hash
  /// is needed.
  digest sum{};
  /// Who made it, and in whose name it acts.
  std::string user;
  /// What it is for, in that user's words.
  std::string name;
  role may = role::viewer;
  utc created_at{};
  std::optional<utc> expires_at;

  friend bool operator==(const api_token&, const api_token&) = default;
};

/// Returns the id of the record that keeps the token `id`: "token.ID".
std::string token_record(std::string_view id);

/// Returns whether a record of that id keeps a token.
bool is_token_record(std::string_view record) noexcept;

/// Writes `what` as one JSON object on one line; `decode_token` gives it back.
std::string encode(const api_token& what);

/// Reads what `encode` wrote. Errors: `malformed`, as with snapshots.
outcome<api_token> decode_token(std::string_view json);

} // namespace spin
