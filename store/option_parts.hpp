#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "store/create_options.hpp"
#include "store/option_reader.hpp"

// How each kind of option is read. Of `options_decode.cpp` only.

namespace spin::option_part {

using json = rapidjson::Value;

constexpr std::size_t longest_name = 128;
constexpr std::size_t longest_path = 4096;
constexpr std::int64_t tebibyte = std::int64_t{1} << 40;

bool name(option_reader&, const json&, std::string&);
bool words(option_reader&, const json&, std::vector<std::string>&);
bool words(option_reader&, const json&,
           std::optional<std::vector<std::string>>&);
bool named_texts(option_reader&, const json&,
                 std::map<std::string, std::string>&, const text_rule& names);
bool whole(option_reader&, const json&, std::optional<std::int64_t>&,
           std::int64_t least, std::int64_t most);
bool truth(option_reader&, const json&, std::optional<bool>&);
/// In seconds.
bool length(option_reader&, const json&, std::chrono::seconds&,
            std::int64_t most);
bool path(option_reader&, const json&, std::string&);
bool mounts(option_reader&, const json&, std::vector<mount>&,
            const text_rule& sources);
bool tmpfs(option_reader&, const json&, std::vector<tmpfs_mount>&);
bool ulimits(option_reader&, const json&, std::map<std::string, ulimit>&);
bool networks(option_reader&, const json&, std::vector<network_join>&);
bool links(option_reader&, const json&, std::vector<container_link>&);
bool healthcheck(option_reader&, const json&, std::optional<health_check>&);
bool cpus(option_reader&, const json&, std::optional<std::int64_t>&);
bool ports(option_reader&, const json&, std::vector<port_binding>&);
bool texts(option_reader&, const json&, std::vector<std::string>&,
           std::size_t longest, const text_rule& rule);

} // namespace spin::option_part
