#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "http/limits.hpp"
#include "http/message.hpp"

namespace spin::http {

/// The most that the target of a request line may take, in bytes; less if the
/// whole head may not take that much.
inline constexpr std::size_t max_target_size = 8 * 1024;
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
/// Host), and what is too large (413, 414, 431), of an unknown method or coding
/// (501) or version (505). Empty lines before the head are skipped (RFC
/// 9112, 2.2).
///
/// Not Pistache's parser, which takes the first of two lengths or of two
/// X-Forwarded-For lines, allocates what a length promises, refuses requests
/// for headers nobody asked for and puts exception texts into its answers.
reading<std::optional<head>> read_head(std::string_view received,
                                       const size_limits& most = {});

} // namespace spin::http
