#pragma once

#include <string_view>

#include "http/option_forms.hpp"

// The single values of options, brought into form. Of `option_forms.cpp` only.
// What is in no form that they know stays as it is.

namespace spin::http::option_value {

std::string_view text_of(const json_value& from);
void set_text(json_value& to, std::string_view text, json_memory& in);
json_value text(std::string_view from, json_memory& in);
void add(json_value& object, const char* name, json_value&& member,
         json_memory& in);

/// "512m" -> 536870912
void size(json_value& v, json_memory& in);
/// "30s" -> 30
void duration(json_value& v, json_memory& in);
/// "7" -> 7
void whole(json_value& v, json_memory& in);
/// "0.5" -> 0.5
void decimal(json_value& v, json_memory& in);
/// "yes" -> true
void truth(json_value& v, json_memory& in);
/// A line for the shell.
void words(json_value& v, json_memory& in);

} // namespace spin::http::option_value
