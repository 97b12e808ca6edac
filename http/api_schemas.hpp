#pragma once

#include <span>
#include <string_view>

namespace spin::http {

/// A part of the description of the API that others refer to by its name: what
/// it is, as JSON.
struct named_json {
  std::string_view name;
  std::string_view json;
};

/// Returns the schemas of all bodies (JSON Schema 2020-12), what clients send
/// first.
std::span<const named_json> api_schemas();

/// Returns the parameters of queries and paths (OpenAPI 3.1). The examples of
/// one are good for every operation that has it.
std::span<const named_json> api_parameters();

} // namespace spin::http
