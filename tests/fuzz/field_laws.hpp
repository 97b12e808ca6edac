#pragma once

#include "http/form.hpp"

namespace spin::fuzz {

/// The laws of fields, whether they came in a form or in JSON.
void check_fields(const http::fields& all);

/// The laws of a refusal of fields.
void check_refusal_of(const http::refusal& why);

} // namespace spin::fuzz
