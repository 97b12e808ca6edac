#pragma once

#include <cstddef>
#include <string_view>

#include <rapidjson/document.h>

namespace spin::http {

using json_value = rapidjson::Value;
using json_memory = rapidjson::Document::AllocatorType;

/// Calls `f(member)` for each member of an object. By their number: to clang the
/// iterators of RapidJSON that can write are ambiguous in C++20.
template <class F>
void each_member(json_value& object, F f) {
  for (rapidjson::SizeType i = 0; i < object.MemberCount(); ++i)
    f(*(object.MemberBegin() + static_cast<std::ptrdiff_t>(i)));
}

/// Brings the option `name`, as clients may write it, into the form that
/// `decode_options` reads: "512m" becomes a number, "data:/var/lib/data:ro" an
/// object, a line a list of words for the shell. What it does not know stays as
/// it is, and is turned down there.
void bring_into_form(std::string_view name, json_value& value,
                     json_memory& memory);

} // namespace spin::http
