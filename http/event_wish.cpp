#include "http/event_wish.hpp"

#include <algorithm>
#include <limits>

#include "actors/directory.hpp"
#include "http/fields.hpp"
#include "http/text.hpp"

namespace spin::http {

namespace {

/// A whole engine id, in hex digits.
constexpr std::size_t longest_id = 64;

bool is_container_id(std::string_view text) {
  return text.size() >= directory::min_prefix && text.size() <= longest_id
         && std::ranges::all_of(text, [](char c) {
              return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
            });
}

/// Returns the number in an id of that epoch.
std::optional<std::uint64_t> number_in(std::string_view id,
                                       std::string_view epoch) {
  if (!id.starts_with(epoch) || id.substr(epoch.size(), 1) != "-")
    return std::nullopt;
  return whole_number(id.substr(epoch.size() + 1),
                      std::numeric_limits<std::uint64_t>::max() - 1);
}

} // namespace

bool event_filter::passes(const bulletin& what) const {
  if ((kinds_ & bit(what.what)) == 0)
    return false;
  return container.empty()
         || (what.about
             && what.about->who->container_id.starts_with(container));
}

tl::expected<event_filter, std::string> read_types(std::string_view list) {
  auto filter = event_filter::none();
  for (auto rest = list;;) {
    const auto comma = rest.find(',');
    const auto word = trimmed(rest.substr(0, comma));
    const auto kind = tiding_named(word);
    if (!kind)
      return tl::unexpected("must be some of " + all_tidings()
                            + ", with commas between them");
    filter.add(*kind);
    if (comma == std::string_view::npos)
      return filter;
    rest.remove_prefix(comma + 1);
  }
}

// As in GET /v1/containers, other names in the query are let pass.
reading<event_wish> read_event_wish(const request& from) {
  const auto query = read_form(from.query);
  if (!query)
    return tl::unexpected(query.error());
  event_wish wish;
  if (const auto types = value_of("type", *query)) {
    auto filter = read_types(*types);
    if (!filter)
      return refuse(400, "type: " + filter.error());
    wish.filter = *std::move(filter);
  }
  if (const auto id = value_of("container", *query)) {
    if (!is_container_id(*id))
      return refuse(400, "container: must be the id of a container, or its "
                         "first 12 digits or more");
    wish.filter.container = *id;
  }
  if (const auto id = value_of("last_event_id", *query))
    wish.last_id = *id;
  if (auto id = from.header("last-event-id"); id && !id->empty())
    wish.last_id = *std::move(id);
  return wish;
}

std::string event_id(std::string_view epoch, std::uint64_t number) {
  return std::string{epoch} + '-' + std::to_string(number);
}

resumption resume_at(const event_feed& feed,
                     const std::optional<std::string>& last_id) {
  const auto last = feed.last();
  if (!last_id)
    return {last, false};
  const auto number = number_in(*last_id, feed.epoch());
  if (!number || *number > last || feed.after(*number, 1).lost)
    return {last, true};
  return {*number, false};
}

} // namespace spin::http
