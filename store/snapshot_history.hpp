#pragma once

#include "store/snapshot_fields.hpp"

namespace spin {

/// Reads what became of a container from the fields `changes` and `checks` of
/// `document`; records that were written before there were such have none of
/// them. Returns false with the reason in `why`.
bool read_history(const json& document, std::string& why, history& to);

} // namespace spin
