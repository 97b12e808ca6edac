#pragma once

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

} // namespace spin::http
