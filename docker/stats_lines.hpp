#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "docker/streams.hpp"

namespace spin::docker {

/// Reads followed statistics as they come, in pieces of any size: one JSON
/// document on each line.
class stats_lines {
public:
  /// The longest line taken, in bytes.
  static constexpr std::size_t line_limit = std::size_t{1} << 18;

  explicit stats_lines(std::function<void(const container_stats&)> whom)
      : whom_(std::move(whom)) {}

  /// Takes the next bytes and tells of every line that is whole by now. Errors:
  /// `malformed`, if a line is too long or tells of no statistics; not to be
  /// called again.
  outcome<done> take(std::string_view piece);

  /// Returns whether all that came so far is whole.
  bool whole() const noexcept { return rest_.empty(); }

private:
  std::function<void(const container_stats&)> whom_;
  std::string rest_; ///< The line that is not whole yet.
};

} // namespace spin::docker
