#include "store/pace.hpp"

#include <utility>

namespace spin {

pace::state pace::now() const {
  const std::lock_guard hold{mutex_};
  return state_;
}

void pace::on_change(std::function<void()> told) {
  const std::lock_guard hold{mutex_};
  told_ = std::move(told);
}

void pace::become(state next) {
  const std::lock_guard hold{mutex_};
  if (state_ == state::ended || state_ == next)
    return;
  state_ = next;
  if (told_)
    told_();
}

} // namespace spin
