#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace spin::bench {

/// What a server process of the benchmark is.
struct front_setup {
  std::uint16_t port = 0;
  /// 0: the ceiling, a Pistache handler that returns an empty 200 from as many
  /// threads as ours. Else our front end, actors and store, with so many
  /// containers that run in an engine in memory.
  std::size_t containers = 0;
  std::string store_uri{};
  /// Where the check-in tokens go, one a line, before it listens.
  std::filesystem::path tokens{};
  /// False: it counts nothing, to measure what counting costs.
  bool counts = true;
};

/// The words of a command line that `serve` understands.
std::vector<std::string> words_of(const front_setup& what);

/// Serves until it is killed. `words` are those of the command line.
[[noreturn]] void serve(const std::vector<std::string>& words);

} // namespace spin::bench
