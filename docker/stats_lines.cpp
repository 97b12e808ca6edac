#include "docker/stats_lines.hpp"

#include "docker/parse_stats.hpp"

namespace spin::docker {

outcome<done> stats_lines::take(std::string_view piece) {
  for (;;) {
    const auto end = piece.find('\n');
    const auto part = piece.substr(0, end);
    if (part.size() > line_limit - rest_.size())
      return fail(errc::malformed, "a line of statistics is longer than "
                                       + std::to_string(line_limit) + " bytes");
    rest_.append(part);
    if (end == piece.npos)
      return done{};
    piece.remove_prefix(end + 1);
    if (rest_.find_first_not_of(" \t\r") != rest_.npos) {
      const auto found = parse_stats(rest_);
      if (!found)
        return tl::unexpected(found.error());
      whom_(*found);
    }
    rest_.clear();
  }
}

} // namespace spin::docker
