#pragma once

#include <initializer_list>
#include <string_view>

#include "http/form.hpp"

namespace spin::http {

/// Reads a flat JSON object. Values may be strings, numbers (kept as written)
/// and booleans ("true", "false"). 400 for anything else: nested or null
/// values, broken JSON, text after the object, names given twice.
reading<fields> read_json(std::string_view text);

/// How a body is written.
enum class body_kind { form, json };

/// Returns what the Content-Type of `from` says, as `read_body` has it. Errors:
/// 415 for other types.
reading<body_kind> kind_of(const request& from);

/// Reads the body of `from` as a form or as JSON, whichever its Content-Type
/// says; an empty body has no fields. Text that begins with '{' is JSON without
/// a Content-Type, and also if it is called a form: `curl -d` calls everything
/// one. Errors: 400 as above; 415 for other types.
reading<fields> read_body(const request& from);

/// Turns down (400) fields other than `allowed`; the text lists those.
reading<done> allow_only(const fields& of,
                         std::initializer_list<std::string_view> allowed);

/// Returns the value of `name`; none if it was not given.
std::optional<std::string_view> value_of(std::string_view name,
                                         const fields& in);

} // namespace spin::http
