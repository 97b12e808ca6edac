#pragma once

#include <span>
#include <string>
#include <string_view>

#include "http/message.hpp"

namespace spin::http {

/// A file of the dashboard, as the build took it from `http/page/`.
struct page_file {
  /// Where it is served. All but "/" have the version of the page in their path
  /// and never change there.
  std::string_view path;
  std::string_view type;
  std::string_view plain;
  /// The same, compressed with gzip.
  std::string_view packed;
  /// Stands for its content.
  std::string_view tag;
};

/// Returns all files of the dashboard; made by `cmake/EmbedPage.cmake`.
std::span<const page_file> page_files();

/// Returns the answer to who asks for the file at `path`: 200, 304 if it is known
/// there, 404 if there is none. It carries what keeps the page apart from
/// anything else: no other page may frame it, nothing but its own files is run.
response page_answer(const request& from, std::string_view path);

/// Returns whether an Accept-Encoding of that value (RFC 9110, 12.5.3) takes
/// gzip.
bool takes_gzip(std::string_view accepted);

} // namespace spin::http
