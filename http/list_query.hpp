#pragma once

#include <optional>
#include <string>
#include <vector>

#include "http/list_cursor.hpp"
#include "http/message.hpp"

namespace spin::http {

/// The most containers on one page, and how many there are if a client names a
/// cursor but no number.
inline constexpr std::size_t longest_page = 1000;
inline constexpr std::size_t usual_page = 100;

/// Which containers GET /v1/containers is to show, and how.
struct list_query {
  /// Any of these; empty: all.
  std::vector<std::string> statuses;
  /// Exactly that one; none: all.
  std::optional<std::string> image;
  std::optional<std::string> owner;
  /// With each of these labels of theirs, "name" or "name=value".
  std::vector<std::string> labels;
  /// Part of the name, image or owner, or the beginning of the id, in any case;
  /// empty: all.
  std::string words;
  list_order by = list_order::created;
  bool descending = false;
  /// How many on a page; none: all on one.
  std::optional<std::size_t> limit;
  /// Only those behind that place.
  std::optional<list_cursor> after;

  /// Returns whether it asks for all containers as they are.
  bool is_plain() const { return *this == list_query{}; }

  friend bool operator==(const list_query&, const list_query&) = default;
};

/// Reads `status`, `image`, `owner`, `label`, `q`, `sort`, `limit` and `cursor`
/// from the query; other names are let pass, as caches and proxies add some.
/// Errors: 400 with the name and what it must be.
reading<list_query> read_list_query(const request& from);

/// Returns the path and query of the page behind `last`.
std::string next_page_of(const list_query& what, const list_cursor& last);

} // namespace spin::http
