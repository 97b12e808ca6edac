#pragma once

#include <span>

#include "http/fields.hpp"
#include "store/create_options.hpp"

namespace spin::http {

/// What the body of POST /v1/containers holds.
struct create_body {
  /// What is no option: the image, and when the container is stopped.
  fields plain;
  create_options options;
};

/// Reads it, as JSON or as a form; a form carries the simple options only.
/// `plain` are the names of what is no option. Errors: 400 with the field and
/// what is wrong with it; 415 for other types.
reading<create_body> read_create_body(const request& from,
                                      std::span<const std::string_view> plain);

} // namespace spin::http
