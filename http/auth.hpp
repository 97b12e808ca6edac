#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace spin::http {

/// A user and a password as `Authorization: Basic` carries them.
struct basic_login {
  std::string user;
  std::string password;
};

/// Reads the value of an Authorization header (RFC 7617); none if it is not
/// Basic or not well formed.
std::optional<basic_login> read_basic(std::string_view authorization);

/// Reads the token of `Authorization: Bearer`; none if it is not that.
std::optional<std::string> read_bearer(std::string_view authorization);

/// The one login that is let in. Holds hashes only and compares those, so that
/// neither contents nor lengths show in the time it takes.
class credentials {
public:
  credentials(std::string_view user, std::string_view password);

  /// Returns whether an Authorization header (none: not sent) names our user
  /// and password.
  bool admit(const std::optional<std::string>& authorization) const;

private:
  using hash = std::array<unsigned char, 32>;
  static hash hash_of(std::string_view text);

  hash user_;
  hash password_;
};

} // namespace spin::http
