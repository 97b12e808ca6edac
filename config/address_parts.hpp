#pragma once

#include <optional>
#include <string_view>
#include <utility>

namespace spin::config {

// What addresses are made of. Each looks at the form only.

/// Returns whether `text` is a decimal number from `least` to `most`, without a
/// sign.
bool is_number(std::string_view text, int least, int most);

/// Returns the bits of an IP address (32 or 128), or 0 if it is none.
int address_bits(std::string_view text);

bool is_host_name(std::string_view text);

/// Splits "host:port" or "[host]:port"; without a port the second is empty.
/// Nothing if the brackets are wrong or hold no IPv6 address.
std::optional<std::pair<std::string_view, std::string_view>>
split_port(std::string_view text);

/// Returns whether `path` is absolute and fits into a `sockaddr_un`.
bool is_socket_path(std::string_view path);

/// Drops `prefix` from the front; false if it is not there.
bool drop_prefix(std::string_view& text, std::string_view prefix);

} // namespace spin::config
