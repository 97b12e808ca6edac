#pragma once

#include <string_view>
#include <vector>

#include "http/api_schemas.hpp"

namespace spin::http {

/// An answer that a route can give.
struct api_answer {
  int status = 200;
  std::string_view what;
  /// The name of its schema; empty: it has no body, or one that is no JSON.
  std::string_view schema = {};
  /// Empty: it has no body.
  std::string_view type = "application/json";
};

/// What the description of the API says of a route beside its line in the table
/// of routes. The examples are requests that work.
struct api_operation {
  std::string_view method;
  std::string_view pattern;
  /// Its name in the clients that others make of this.
  std::string_view id;
  /// What it succeeds with, and failures of its own; each may be answered with
  /// a message beside these.
  std::vector<api_answer> answers;
  /// Names among `api_parameters`.
  std::vector<std::string_view> parameters = {};
  /// The schema of what is sent; empty: nothing is.
  std::string_view body = {};
  /// Bodies as JSON, by name.
  std::vector<named_json> examples = {};
};

/// Returns all of them.
const std::vector<api_operation>& api_operations();

/// Returns what is said of a route; null: nothing yet, which a test minds.
const api_operation* operation_of(std::string_view method,
                                  std::string_view pattern);

} // namespace spin::http
