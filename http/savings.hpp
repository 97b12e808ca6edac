#pragma once

#include <string>
#include <vector>

#include "http/server.hpp"

namespace spin::http {

/// Returns what was saved up to now, with what those of `containers` (every
/// line of the directory) go on to save.
savings_report savings_of(const std::vector<directory_entry>& containers,
                          const services& with);

/// Returns the JSON of `GET /v1/savings`; times in whole seconds.
std::string render(const savings_report& what);

} // namespace spin::http
