#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "http/chunked.hpp"
#include "http/head.hpp"

namespace spin::http {

/// Cuts the bytes of one connection into requests, however they are split on
/// their way. Pure; after an error it must not be used any more.
class request_reader {
public:
  /// What is there of the next request.
  enum class stage : std::uint8_t { nothing, part_of_head, part_of_body };

  explicit request_reader(const size_limits& most)
      : most_(most), chunks_(most.body) {
    // nop
  }

  /// Adds what was received. Keeps all of it: whoever reads must take requests
  /// as soon as they are whole.
  void append(std::string_view bytes) { text_.append(bytes); }

  /// Takes the next request, without its peer; none: it is not whole yet.
  /// Errors as of `read_head` and `chunked_body`.
  reading<std::optional<request>> next();

  /// Returns true once for a request whose body waits for "100 Continue".
  bool wants_continue();

  /// Nothing is left that was not taken.
  bool empty() const noexcept { return text_.empty(); }

  /// Where the last `next` that found nothing stopped.
  stage at() const noexcept;

private:
  reading<std::optional<request>> take_body();

  size_limits most_;
  std::string text_;
  /// Read already; its body follows it in `text_`.
  std::optional<head> head_;
  chunked_body chunks_;
};

} // namespace spin::http
