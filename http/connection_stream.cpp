// What a connection does for an answer that is written in pieces.
#include "http/connection.hpp"

#include <optional>
#include <utility>

#include "http/stream.hpp"

namespace spin::http {

bool connection::put_piece(std::string piece) {
  const auto put = all_->late->pass([&] {
    const std::lock_guard hold{mutex_};
    if (!streams_ || fd_ < 0 || out_.broken())
      return false;
    if (out_.size() + piece.size() > max_backlog) {
      cut_off();
      return false;
    }
    say(std::move(piece));
    flush();
    return !out_.broken();
  });
  return put.value_or(false);
}

std::optional<std::size_t> connection::backlog() {
  const auto size = all_->late->pass([&]() -> std::optional<std::size_t> {
    const std::lock_guard hold{mutex_};
    if (!streams_ || fd_ < 0 || out_.broken())
      return std::nullopt;
    return out_.size();
  });
  return size.value_or(std::nullopt);
}

void connection::end_stream(std::string last) {
  all_->late->pass([&] {
    const std::lock_guard hold{mutex_};
    watcher_ = nullptr;
    if (std::exchange(streams_, false) && fd_ >= 0) {
      say(std::move(last));
      flush();
    }
    return true;
  });
}

void connection::break_stream() {
  all_->late->pass([&] {
    const std::lock_guard hold{mutex_};
    if (streams_ && fd_ >= 0)
      cut_off();
    return true;
  });
}

void connection::watch_reader(std::function<void(reader_state)> told) {
  const std::lock_guard hold{mutex_};
  watcher_ = std::move(told);
  behind_ = false;
  if (!streams_ || fd_ < 0)
    std::exchange(watcher_, nullptr)(reader_state::gone);
  else
    tell_reader();
}

/// Under the lock, whenever something was put or written.
void connection::tell_reader() {
  if (!watcher_)
    return;
  if (out_.broken())
    return std::exchange(watcher_, nullptr)(reader_state::gone);
  const bool behind = out_.size() > (behind_ ? low_water : high_water);
  if (std::exchange(behind_, behind) != behind)
    watcher_(behind ? reader_state::falls_behind : reader_state::keeps_up);
}

} // namespace spin::http
