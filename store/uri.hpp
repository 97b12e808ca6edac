#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "store/failure.hpp"

namespace spin::store {

/// Where the embedded store keeps its file.
struct sqlite_address {
  std::string path;

  friend bool operator==(const sqlite_address&,
                         const sqlite_address&) = default;
};

/// How a Redis server is reached.
struct redis_address {
  /// A name or an address, IPv6 without brackets; empty if by `socket`.
  std::string host;
  std::uint16_t port = 6379;
  /// The path of a Unix socket; empty if by `host`.
  std::string socket;
  /// Empty: the user "default".
  std::string user;
  /// Empty: no authentication. Belongs in no log and no error.
  std::string password;
  /// The number of the database.
  int db = 0;

  friend bool operator==(const redis_address&, const redis_address&) = default;
};

using address = std::variant<sqlite_address, redis_address>;

/// Reads `sqlite:PATH`, `redis://[[user]:password@]host[:port][/db]` or
/// `redis+unix://[[user]:password@]/path[?db=N]` (also `unix://`). User and
/// password may be percent-encoded, and must be where they hold one of
/// "@:/?#%". Errors: `bad_request`; the text quotes nothing of the uri but its
/// scheme, for a password may stand anywhere in a malformed one.
outcome<address> parse_uri(std::string_view uri);

/// Returns the address as a uri without user and password.
std::string to_string(const redis_address&);

} // namespace spin::store
