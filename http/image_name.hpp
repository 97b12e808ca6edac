#pragma once

#include <string_view>

namespace spin::http {

/// The longest image name that is passed on to the engine, in bytes.
inline constexpr std::size_t max_image_name = 255;

/// What an image name must look like; reads on after a colon.
inline constexpr std::string_view image_rule =
    "must be [host[:port]/]name[:tag][@sha256:digest] with the name in lower "
    "case, or the id of an image";

/// Returns whether `text` is a reference to an image as Docker's own parser has
/// it (distribution/reference). What is none may still mean something else in
/// the path of an engine's URL. An id is a reference, too.
bool is_image_name(std::string_view text);

} // namespace spin::http
