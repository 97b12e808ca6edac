#include "docker/log_frames.hpp"

#include <algorithm>

namespace spin::docker {

outcome<done> log_frames::take(std::string_view piece) {
  if (raw_) {
    if (!piece.empty())
      whom_(log_channel::out, piece, false);
    return done{};
  }
  while (!piece.empty())
    if (left_ > 0)
      take_entry(piece);
    else if (auto how = take_head(piece); !how)
      return how;
  return done{};
}

outcome<done> log_frames::take_head(std::string_view& piece) {
  const auto size = std::min(head_.size() - known_, piece.size());
  std::copy_n(piece.begin(), size, head_.begin() + known_);
  known_ += size;
  piece.remove_prefix(size);
  if (known_ < head_.size())
    return done{};
  known_ = 0;
  // 0 is what was typed in, 1 and 2 are what was written, and 3 is a word of
  // the engine's own about a fault.
  if (head_[0] > 3 || head_[1] != 0 || head_[2] != 0 || head_[3] != 0)
    return fail(errc::malformed, "the log is not in entries");
  channel_ = head_[0] >= 2 ? log_channel::err : log_channel::out;
  for (std::size_t i = 4; i < head_.size(); ++i)
    left_ = left_ << 8 | head_.at(i);
  return done{};
}

void log_frames::take_entry(std::string_view& piece) {
  const auto part = piece.substr(0, left_);
  left_ -= static_cast<std::uint32_t>(part.size());
  piece.remove_prefix(part.size());
  whom_(channel_, part, left_ == 0);
}

} // namespace spin::docker
