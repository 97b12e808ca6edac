#pragma once

#include "http/message.hpp"

namespace spin::http {

/// Returns whether the request asks for nothing but an answer.
bool only_reads(const request& from);

/// Returns whether the request would change something and a browser says that
/// another site made it do so. Browsers send a user's password along by
/// themselves: such a request is not the user's wish. Programs that are no
/// browsers send neither `Sec-Fetch-Site` nor `Origin`.
bool is_forged(const request& from);

} // namespace spin::http
