#pragma once

#include "docker/streams.hpp"
#include "http/log_text.hpp"
#include "http/message.hpp"
#include "store/time.hpp"

namespace spin::http {

/// Which part of a log a client wants, and how.
struct log_wish {
  docker::log_query which;
  log_text::form how = log_text::form::plain;
};

/// Reads `follow`, `tail`, `since`, `until`, `timestamps`, `stdout`, `stderr`
/// and `format` from the query; other names are let pass. A moment is seconds
/// since 1970, ISO 8601 in UTC, or as much time before `now` ("10m"). Errors:
/// 400 with the name and what it must be.
reading<log_wish> read_log_wish(const request& from, utc now);

/// Reads `stream` from the query: whether to go on. Errors: as above.
reading<bool> wants_stream(const request& from);

/// Reads "2014-05-01T12:00:00Z", maybe with up to nine digits after a dot, in
/// nanoseconds since 1970; none for anything else and for what was before.
std::optional<std::int64_t> read_iso(std::string_view text);

} // namespace spin::http
