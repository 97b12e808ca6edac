#pragma once

#include <string_view>

#include "store/store.hpp"

namespace spin::store {

/// Adds what a store keeps under `id` to `to`: a snapshot (or, by its id, an API
/// token or a saving) if `document` is one and names that id, else a line among
/// the refused.
void add_record(contents& to, std::string_view id, std::string_view document);

/// Adds "id: reason" to the refused.
void refuse_record(contents& to, std::string_view id, std::string_view reason);

} // namespace spin::store
