#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "docker/json.hpp"
#include "docker/types.hpp"

/// Readers of parts that several answers share.
namespace spin::docker {

/// Reads "80/tcp", "53/udp" or "80" (tcp). Nothing for a port of another
/// transport (sctp): the engine knows more than we hand out. Complains at
/// `where` if it is neither.
std::optional<exposed_port> read_port(const std::string& key,
                                      const json::field& where);

/// Reads the name of a transport. Nothing for sctp; complains if unknown.
std::optional<transport> read_transport(std::string_view name,
                                        const json::field& where);

/// Reads an object of strings; absent or null = empty.
std::map<std::string, std::string> read_labels(const json::field& where);

/// Reads the id of a container or image: 64 hex digits.
std::string read_id(const json::field& where);

/// Reads a text that must not be empty.
std::string read_word(const json::field& where);

} // namespace spin::docker
