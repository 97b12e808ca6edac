#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "http/limits.hpp"
#include "http/message.hpp"

namespace spin::http {

/// A body in chunks (RFC 9112, 7.1), read as it comes. Extensions are ignored,
/// trailers dropped. It remembers how far it read, so that a sender of many
/// small pieces costs no more than another.
class chunked_body {
public:
  /// `most` bytes may come, the framing not counted.
  explicit chunked_body(std::size_t most = size_limits{}.body) : most_(most) {
    // nop
  }

  /// Reads on in `text`: all that came after the head, each time a little more
  /// of it. Returns whether the body is complete. Errors: 400 if malformed, 413
  /// for a body over `most`, or one that is mostly framing.
  reading<bool> read(std::string_view text);

  /// The body so far.
  std::string body;
  /// How many bytes of the text are read.
  std::size_t size = 0;

private:
  /// Takes one line, without its end, off the text; none: not whole yet.
  reading<std::optional<std::string_view>> line_of(std::string_view text) const;

  tl::unexpected<refusal> too_large() const;

  std::size_t most_;
  /// The last chunk was seen: trailers follow, then an empty line.
  bool at_trailers_ = false;
};

} // namespace spin::http
