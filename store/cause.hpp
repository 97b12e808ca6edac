#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace spin {

/// What kind of thing brings a change about.
enum class trigger : std::uint8_t {
  /// The server itself, for no reason of one container.
  server,
  /// A request of a client; it has an id.
  request,
  /// A look at its activity, or at how long that still lasts.
  idle_check,
  /// It reached the age that its policy allows.
  age_check,
  /// It reported something.
  report,
  /// The engine's event stream told of it.
  event,
  /// A listing of the engine showed it otherwise than we knew it.
  pass,
  /// We came up again and took up its record.
  recovery,
};

std::string_view to_string(trigger) noexcept;

/// Who or what brought something about. It travels with what it causes: from
/// the request to the container's actor and on to the engine.
struct cause {
  trigger what = trigger::server;
  /// The id of the request; empty unless `what` is a request.
  std::string request = {};

  friend bool operator==(const cause&, const cause&) = default;
};

/// Returns the key under which a log line names it: "request" or "cause".
std::string_view key_of(const cause&) noexcept;

/// Returns the request's id, or the word for what else it was.
std::string_view to_string(const cause&) noexcept;

/// The longest id of a request, in bytes.
inline constexpr std::size_t max_request_id = 64;

/// Returns whether `text` may be an id: 1 to `max_request_id` letters, digits,
/// '.', '_' and '-'.
bool is_request_id(std::string_view text) noexcept;

} // namespace spin
