#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>

#include "docker/streams.hpp"

namespace spin::docker {

/// Takes a log apart as it comes, in pieces of any size. The engine puts 8
/// bytes before each entry: the channel, three zeros, the length in four bytes,
/// highest first. Of a container with a terminal it sends the bytes as they
/// are.
class log_frames {
public:
  using sink = std::function<void(log_channel, std::string_view, bool)>;

  log_frames(bool raw, sink whom) : raw_(raw), whom_(std::move(whom)) {}

  /// Takes the next bytes and hands them on. Errors: `malformed`, if what must
  /// be a head is none; not to be called again.
  outcome<done> take(std::string_view piece);

  /// Returns whether all that came so far is whole.
  bool whole() const noexcept { return known_ == 0 && left_ == 0; }

private:
  outcome<done> take_head(std::string_view& piece);
  void take_entry(std::string_view& piece);

  const bool raw_;
  sink whom_;
  std::array<unsigned char, 8> head_{};
  std::size_t known_ = 0; ///< How much of a head is there.
  log_channel channel_ = log_channel::out;
  std::uint32_t left_ = 0; ///< How much of the entry is still to come.
};

} // namespace spin::docker
