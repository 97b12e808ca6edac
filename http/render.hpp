#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "actors/view.hpp"

namespace spin::http {

/// Returns the JSON of a container: the manual's eight fields, all strings,
/// then ours. `now` turns steady moments into UTC; `server` and what the
/// container has of its own tell when it would stop.
std::string render(const container_view& what, const clock_pair& now,
                   const server_policy& server);

/// The same and how it was made, `options`: for who may change it.
std::string render_whole(const container_view& what, const clock_pair& now,
                         const server_policy& server);

/// The same as `render`, and whether it is as somebody waited for: `reached`.
std::string render_waited(const container_view& what, bool reached,
                          const clock_pair& now, const server_policy& server);

/// Returns the JSON array of containers.
std::string render(const std::vector<view_ptr>& all, const clock_pair& now,
                   const server_policy& server);

/// Returns the JSON array of strings.
std::string render(const std::vector<std::string>& all);

/// Returns the body of an error: `{"message": ...}`. Bytes that are not UTF-8
/// become '?': the answer is valid JSON whatever came in.
std::string render_message(std::string_view message);

/// Returns the path of a container, "/v1/containers/<id>".
std::string uri_of(const container_view& what);

/// Writes a moment as ISO 8601 in UTC: "2014-05-01T12:00:00.000Z".
std::string to_iso(utc at);

} // namespace spin::http
