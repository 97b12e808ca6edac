#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "config/values.hpp"

// Kinds of values that the rules for new containers have.

namespace spin::config {

/// Reads "512", "64k", "512m" or "2g" as bytes. Errors: not of that form, or
/// more than 2^53.
parsed<std::uint64_t> parse_size(std::string_view text);

/// Sizes from `least` to `most`, both included, in bytes.
codec<std::uint64_t> sizes(std::uint64_t least, std::uint64_t most);

/// Processors, to the thousandth, in billionths: "1.5"; 0 to 1024.
codec<std::uint64_t> processors();

/// A list of texts that each hold `is_one`, with commas between them or as a
/// YAML list.
codec<std::vector<std::string>> lists(std::string allowed,
                                      bool (*is_one)(std::string_view));

/// Lists of patterns, where '*' is any text and "{user}" the name of who asks.
codec<std::vector<std::string>> patterns();

/// Lists of absolute paths, each maybe with ":ro".
codec<std::vector<std::string>> bind_paths();

/// Lists of ports and ranges of them, "20000-29999".
codec<std::vector<std::string>> port_ranges();

/// Lists of capabilities, "NET_ADMIN".
codec<std::vector<std::string>> capabilities();

/// Lists of NAME=MOST, where MOST is a size.
codec<std::vector<std::string>> ulimit_caps();

} // namespace spin::config
