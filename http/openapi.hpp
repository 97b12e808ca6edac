#pragma once

#include <string>

namespace spin::http {

/// Returns the description of the API, an OpenAPI 3.1 document in JSON, made
/// of the table of routes and of what `api_operations` says of each.
std::string openapi();

} // namespace spin::http
