#pragma once

#include <array>
#include <string>
#include <string_view>

#include "docker/streams.hpp"

namespace spin::http {

/// Turns a log as the engine tells it into what a client reads, as it comes.
class log_text {
public:
  enum class form : std::uint8_t {
    /// As it was written, byte by byte.
    plain,
    /// One JSON object on a line for each line: `stream`, `time`, `line`. Of an
    /// entry that has a time before it, as `timestamps` makes the engine put
    /// it.
    json,
  };

  /// The longest line in one JSON object, in bytes; what is longer comes in
  /// several.
  static constexpr std::size_t longest_line = 64 * 1024;

  explicit log_text(form how) : how_(how) {}

  /// Takes a piece of an entry, and whether that is its end.
  void add(docker::log_channel where, std::string_view piece, bool ends);

  /// There is no more.
  void finish();

  /// Returns what a client is told of all that came since the last time.
  std::string take() { return std::exchange(text_, {}); }

private:
  struct line {
    std::string text;
    /// The time before it, once it is known.
    std::string time;
    bool begun = false;
  };

  line& line_of(docker::log_channel where);
  void put(docker::log_channel where, std::string_view part, bool ends);
  void close(docker::log_channel where);

  const form how_;
  std::string text_;
  std::array<line, 2> lines_;
};

} // namespace spin::http
