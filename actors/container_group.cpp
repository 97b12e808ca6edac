#include "actors/container_group.hpp"

#include "actors/group.hpp"

namespace spin {

namespace {

using self_pointer = container_handle::stateful_pointer<container_state>;

} // namespace

void look_around(self_pointer self) {
  auto& st = self->state;
  if (group_key(*st.view).empty())
    return;
  std::vector<view_ptr> mates;
  for (const auto& mate : st.context->containers->mates_of(*st.view))
    mates.push_back(mate.view);
  const auto until =
    group_until(*st.view, mates, st.context->policy, self->clock().now());
  if (until == st.view->group_until)
    return;
  auto next = *st.view;
  next.group_until = until;
  st.view = std::make_shared<const container_view>(std::move(next));
}

void wake_group(self_pointer self) {
  const auto& st = self->state;
  for (const auto& mate : st.context->containers->mates_of(*st.view))
    if (mate.actor)
      self->send(mate.actor, any_event{event::alarm_rang{}});
}

void tell_group(self_pointer self, const container_view& was) {
  const auto& st = self->state;
  if (!group_key(*st.view).empty()
      && holds_otherwise(was, *st.view, st.context->policy))
    wake_group(self);
}

} // namespace spin
