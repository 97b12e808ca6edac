#pragma once

#include <string>
#include <string_view>

#include "actors/view.hpp"
#include "http/message.hpp"

namespace spin::http::test {

using namespace std::chrono_literals;

/// 2014-05-01T12:00:00Z on one clock, 1000 s after the start on the other.
clock_pair some_time();

/// Returns a running container with the ports of the manual's example: 22 at
/// 49155 and 5432 at 49156. `digit` makes up its id: 64 times the same.
container_view some_container(char digit = 'a');

/// Returns the same container in another phase.
container_view in_phase(phase now, char digit = 'a');

/// Returns a view as the directory and the actors share it.
view_ptr shared(container_view view);

/// Returns a request with a body of that type ("" = no Content-Type).
request with_body(std::string_view type, std::string_view body);

inline constexpr auto form_type = "application/x-www-form-urlencoded";
inline constexpr auto json_type = "application/json";

} // namespace spin::http::test
