#pragma once

#include <optional>
#include <vector>

#include "actors/view.hpp"
#include "http/list_query.hpp"

namespace spin::http {

/// What a list shows of all containers.
struct list_page {
  std::vector<view_ptr> shown;
  /// How many the filters let through, on all pages.
  std::size_t matches = 0;
  /// Where the next page begins; none: this is the last.
  std::optional<list_cursor> next;
};

/// Picks from `all` what `what` asks for. Pure. Others may come and go between
/// two pages: a container that is there all the time and keeps what the list is
/// sorted by is on one page, and on one only.
list_page page_of(const std::vector<view_ptr>& all, const list_query& what,
                  const server_policy& server);

} // namespace spin::http
