#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "actors/event_feed.hpp"
#include "http/message.hpp"

namespace spin::http {

/// Which bulletins somebody wants.
class event_filter {
public:
  /// All of them.
  event_filter() = default;

  /// Only those of these kinds.
  static event_filter none() { return event_filter{0}; }
  void add(tiding what) noexcept { kinds_ |= bit(what); }

  /// Only those of containers whose engine id begins so.
  std::string container = {};

  bool passes(const bulletin& what) const;

private:
  explicit event_filter(std::uint32_t kinds) : kinds_(kinds) {
    // nop
  }
  static constexpr std::uint32_t bit(tiding what) noexcept {
    return std::uint32_t{1} << static_cast<unsigned>(what);
  }

  std::uint32_t kinds_ = ~std::uint32_t{0};
};

/// What GET /v1/events asks for.
struct event_wish {
  event_filter filter;
  /// The id of the last event that the client has; none: only what comes.
  std::optional<std::string> last_id;
};

/// Reads the query fields `type` (words with commas between them), `container`
/// (an engine id, or its first 12 digits or more) and `last_event_id`, which
/// the header Last-Event-ID overrides: a browser that comes back sends both.
/// Errors: 400 with the field and what may stand there.
reading<event_wish> read_event_wish(const request& from);

/// Reads a list of words as above. Errors: what is wrong and what may stand
/// there; reads on after "type: ".
tl::expected<event_filter, std::string> read_types(std::string_view list);

/// Returns the id of the bulletin `number` of the feed: "EPOCH-NUMBER".
std::string event_id(std::string_view epoch, std::uint64_t number);

/// Where a client goes on.
struct resumption {
  /// The number after which it goes on.
  std::uint64_t after = 0;
  /// What it missed is not known: it must read the list again.
  bool reset = false;
};

/// Returns where who has seen the event `last_id` goes on in `feed`: right
/// after it, if it is one of this feed.
resumption resume_at(const event_feed& feed,
                     const std::optional<std::string>& last_id);

} // namespace spin::http
