#pragma once

#include <string>
#include <string_view>

#include "store/failure.hpp"

namespace spin::hooks {

/// Returns the key that a secret stands for: of "whsec_BASE64" the bytes, of
/// any other text its own. Errors: `bad_request` if it begins as the former and
/// is none.
outcome<std::string> key_of(std::string_view secret);

/// Returns the signature of a request as the specification of Standard Webhooks
/// (symmetric, version 1) has it: "v1," and the base64 of HMAC-SHA256 over
/// "ID.TIMESTAMP.BODY".
std::string sign(std::string_view key, std::string_view id,
                 std::string_view timestamp, std::string_view body);

} // namespace spin::hooks
