#pragma once

#include <string_view>

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

namespace spin::http {

using json_writer = rapidjson::Writer<rapidjson::StringBuffer>;

inline void put_text(json_writer& out, std::string_view text) {
  out.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
}

} // namespace spin::http
