#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/failure.hpp"

namespace spin::http {

/// An IP address in one form: IPv4 as IPv4-mapped IPv6 (RFC 4291, 2.5.5.2).
using ip_bytes = std::array<std::uint8_t, 16>;

/// Reads "10.0.0.1", "fe80::1", "::ffff:10.0.0.1"; also "[::1]", "[::1]:80" and
/// "10.0.0.1:80", as some proxies write them. None for anything else.
std::optional<ip_bytes> read_ip(std::string_view text);

/// Writes an address the way the engine does: IPv4 dotted, IPv6 shortened.
std::string to_string(const ip_bytes& address);

/// Returns `text` as `to_string` writes it, so that "::ffff:10.0.0.1" is the
/// same as "10.0.0.1"; none if it is no address.
std::optional<std::string> normalised(std::string_view text);

/// A set of networks in CIDR form; an address alone is a network of one.
class networks {
public:
  /// Errors: `bad_request` with the entry that cannot be read.
  static outcome<networks> read(const std::vector<std::string>& list);

  bool contains(const ip_bytes& address) const noexcept;

  bool empty() const noexcept { return all_.empty(); }

private:
  struct network {
    ip_bytes base{};
    unsigned bits = 128;
  };
  std::vector<network> all_;
};

/// Returns the address that a request came from. Only if `peer` is a trusted
/// proxy, its `forwarded_for` counts (the rightmost address that is not a
/// trusted proxy itself; what is left of it the client may have made up), or
/// its `real_ip` if there is no such list. None if a trusted proxy sent
/// something that is no address.
std::optional<std::string> source_address(
    std::string_view peer, const std::optional<std::string>& forwarded_for,
    const std::optional<std::string>& real_ip, const networks& trusted);

} // namespace spin::http
