#include "http/feed.hpp"

#include <utility>

namespace spin::http {

void feed::begin(response head, const responder_ptr& to) {
  head.goes_on = [me = shared_from_this()](stream_ptr begun) {
    me->attach(std::move(begun));
  };
  to->answer(std::move(head));
  give_up(); // the client left, was answered already, or wants the head only
}

void feed::give_up() {
  const std::lock_guard hold{mutex_};
  if (!begun_)
    steer->end();
}

void feed::attach(stream_ptr to) {
  const auto told = [how = how_, steer = steer,
                     skips = skips_](reader_state now) {
    if (now == reader_state::gone)
      return steer->end();
    const bool slow = now == reader_state::falls_behind;
    if (how == when_slow::hold_back)
      return slow ? steer->hold() : steer->go_on();
    *skips = slow;
  };
  {
    const std::lock_guard hold{mutex_};
    begun_ = true;
    if (ended_) {
      if (!whole_)
        to->fail();
      return;
    }
    to_ = to;
  }
  steer->go_on();
  to->watch_reader(told);
}

void feed::write(std::string_view piece) {
  if (*skips_)
    return;
  const std::lock_guard hold{mutex_};
  if (to_ && !to_->write(piece))
    steer->end();
}

void feed::end(bool whole) {
  stream_ptr last; // ends the answer, but not under the lock
  const std::lock_guard hold{mutex_};
  ended_ = true;
  whole_ = whole;
  last = std::exchange(to_, nullptr);
  if (last && !whole)
    last->fail();
}

} // namespace spin::http
