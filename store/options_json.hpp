#pragma once

#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include "store/create_options.hpp"

// How a snapshot holds the options of its container. Of this room only.

namespace spin {

/// Writes an object, as `encode` does.
void put_options(rapidjson::Writer<rapidjson::StringBuffer>& to,
                 const create_options& what);

/// Reads an object, as `decode_options` does. On an error returns false and
/// says it in `why`.
bool read_options(const rapidjson::Value& from, create_options& to,
                  std::string& why);

} // namespace spin
