#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "docker/engine.hpp"

namespace spin::docker {

/// Reads the event stream as it comes, in pieces of any size, and tells a
/// listener. The stream is one JSON document on each line.
class event_reader {
public:
  /// The longest line taken, in bytes. An event carries all labels of its
  /// container, so it may be long, but has an end.
  static constexpr std::size_t line_limit = std::size_t{1} << 20;

  explicit event_reader(event_listener whom) : whom_(std::move(whom)) {}

  /// The stream is open.
  void open() { whom_.opened(); }

  /// Takes the next bytes and tells every event that is whole by now. Errors:
  /// `malformed`, if a line is no event or too long; not to be called again.
  outcome<done> take(std::string_view piece);

  /// The stream has ended. A line that was not whole is nothing: the engine
  /// ends each, so it was cut off.
  void end(const outcome<std::string>& how);

private:
  outcome<done> tell(std::string_view line);

  event_listener whom_;
  std::string rest_; ///< The line that is not whole yet.
};

} // namespace spin::docker
