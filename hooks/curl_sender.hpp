#pragma once

#include <memory>

#include "hooks/hook_sender.hpp"

namespace spin::hooks {

/// Makes the sender that goes out by libcurl, on a thread of its own; 10 s for
/// each try. It ends the tries under way when it goes.
std::shared_ptr<hook_sender> make_curl_sender();

} // namespace spin::hooks
