#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "http/authorise.hpp"
#include "http/handlers.hpp"

namespace spin::http {

/// One line of the API.
struct route {
  std::string_view method;
  /// Segments; `:id` stands for any one that is not empty.
  std::string_view pattern;
  handler* serve;
  access needs;
  /// `check_in`: also on the listener that containers reach; `metrics`: also on
  /// that for monitoring, where nobody needs a login.
  surface least;
  std::string_view help;
};

/// Returns the whole API. Dispatch, 404, 405 and the README's table are made
/// from this.
std::span<const route> routes();

/// Returns whether it serves the dashboard itself, which is no part of the API
/// that programs use.
bool is_of_page(const route&);

/// Returns how metrics and the log call the routes, in their order:
/// "GET /v1/images".
const std::vector<std::string>& route_names();

/// Which route a request takes.
struct route_match {
  const route* found = nullptr;
  /// What stood at `:id`.
  std::string_view id;
  /// "GET, HEAD, POST": what the path can do; empty if there is no such path.
  std::string allowed;
};

/// Finds the route of `method` and `path` on a listener. HEAD takes the route
/// of GET.
route_match match(surface on, std::string_view method, std::string_view path);

/// Returns the name of a listener.
std::string_view to_string(surface) noexcept;

/// Returns the API as a Markdown table.
std::string api_table();

} // namespace spin::http
