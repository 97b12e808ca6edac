#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include "docker/types.hpp"

// How the bodies of requests are written. Of `wire_*.cpp` only.

namespace spin::docker::wire {

using writer = rapidjson::Writer<rapidjson::StringBuffer>;

inline void put(writer& out, std::string_view text) {
  out.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
}

inline void put(writer& out, std::int64_t number) {
  out.Int64(number);
}

inline void put(writer& out, bool flag) {
  out.Bool(flag);
}

/// The engine counts lengths of time in nanoseconds.
inline void put(writer& out, std::chrono::nanoseconds length) {
  out.Int64(length.count());
}

inline void put(writer& out, const std::vector<std::string>& all) {
  out.StartArray();
  for (const auto& each : all)
    put(out, std::string_view{each});
  out.EndArray();
}

inline void put(writer& out, const std::map<std::string, std::string>& all) {
  out.StartObject();
  for (const auto& [key, value] : all) {
    put(out, std::string_view{key});
    put(out, std::string_view{value});
  }
  out.EndObject();
}

template <class T>
void member(writer& out, const char* key, const T& value) {
  out.Key(key);
  if constexpr (std::is_same_v<T, std::string>)
    put(out, std::string_view{value});
  else
    put(out, value);
}

template <class T>
void unless_empty(writer& out, const char* key, const T& value) {
  if (!value.empty())
    member(out, key, value);
}

template <class T>
void if_set(writer& out, const char* key, const std::optional<T>& value) {
  if (value)
    member(out, key, *value);
}

/// Writes the member `HostConfig`.
void put_host_config(writer& out, const container_spec& what);

/// Returns the ports of `what` as the engine names them, "80/tcp", with the host
/// port that is wanted for each, or "".
std::map<std::string, std::string> ports_of(const container_spec& what);

} // namespace spin::docker::wire
