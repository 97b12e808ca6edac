#pragma once

#include <string>

#include "docker/http_message.hpp"
#include "docker/wire.hpp"
#include "store/failure.hpp"

namespace spin::docker {

/// Says what the engine's answer to `what` means: the body to parse, or why it
/// failed, with what the engine said. Pure. Errors: as `engine` documents them
/// for each verb. Judges by status and not by message, which changes from one
/// engine to the next; but for `port_taken`, which nothing else tells.
///
/// A removal that somebody else has begun (409) is a refusal like any other: it
/// may yet fail, and only 404 says that the container is gone.
outcome<std::string> judge(verb what, http_answer answer);

/// Returns whether the engine refused the API version in the URL: it was
/// replaced by an older or newer one, and has done nothing. Reads the message, as
/// that status (400) has other reasons too; a wrong guess costs one
/// `GET /version`.
bool refuses_version(const http_answer& answer);

} // namespace spin::docker
