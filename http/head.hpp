#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "http/message.hpp"

namespace spin::http {

/// The most that a request line and its headers may take, in bytes.
inline constexpr std::size_t max_head_size = 16 * 1024;
/// The most that a body may take, in bytes.
inline constexpr std::size_t max_body_size = 64 * 1024;
/// The most headers that a request may have.
inline constexpr std::size_t max_headers = 64;

/// A request up to the empty line.
struct head {
  /// Without body and peer.
  request what;
  /// How many bytes the head itself takes.
  std::size_t size = 0;
  /// How many bytes of body follow; unknown if `chunked`.
  std::size_t body_size = 0;
  /// The body comes as `chunked_body` reads it.
  bool chunked = false;
  /// The request is HTTP/1.0: no Host needed, no chunks, no keep-alive unasked.
  bool version_1_0 = false;
  /// The client waits for "100 Continue" before it sends the body.
  bool expects_continue = false;
};

/// Reads the head at the beginning of `received`: none if it is not complete
/// yet. Turns down, always so that the connection must be closed, what is
/// malformed or what two readers could understand differently (400: a repeated
/// Content-Length, or one beside chunks, a folded header, a bare line feed, no
/// Host), and what is too large (413, 431), of an unknown method or coding
/// (501) or version (505). Empty lines before the head are skipped (RFC
/// 9112, 2.2).
///
/// Not Pistache's parser, which takes the first of two lengths or of two
/// X-Forwarded-For lines, allocates what a length promises, refuses requests
/// for headers nobody asked for and puts exception texts into its answers.
reading<std::optional<head>> read_head(std::string_view received);

} // namespace spin::http
