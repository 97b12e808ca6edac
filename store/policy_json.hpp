#pragma once

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include "store/policy.hpp"
#include "store/snapshot_fields.hpp"

// How records hold what a client set for one container. Of this room only.

namespace spin {

/// Writes an object; what is not set is null.
void put_policy(rapidjson::Writer<rapidjson::StringBuffer>& to,
                const policy_overrides& own);

/// Reads such an object. On an error returns false, and `from` says it.
bool read_policy(fields& from, policy_overrides& to);

} // namespace spin
