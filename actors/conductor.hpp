#pragma once

#include <memory>

#include "actors/group_order.hpp"
#include "actors/messages.hpp"

namespace spin {

/// Has several containers started, or stopped, in their order, for one wish;
/// ends when that is over.
using conductor_handle = caf::typed_actor<
  // Wants all running or all stopped. Answers when all of them were asked and
  // those for which others wait are ready, or have ended, with what that
  // container is then for which it conducts; null: for none. Errors: the first,
  // as container_handle, with the name of the container; what waits for that
  // one is not begun then, all else is. One that does not end in time is no
  // error: those on which it depends are stopped all the same.
  caf::replies_to<any_wish, cause>::with<view_ptr>>;

/// What there is to conduct.
struct score {
  ordered_steps steps;
  /// Our own id of the container whose wish it is; empty: of none.
  std::string whom;
  /// When all must be over.
  span patience{};
  /// It ends with this one, if there is one.
  caf::actor lifeline;
  /// Held until it ends.
  std::shared_ptr<const void> held;
};

conductor_handle::behavior_type conductor_actor(conductor_handle::pointer self,
                                                score what);

} // namespace spin

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(spin::score)
