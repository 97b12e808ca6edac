#include "actors/container_wishes.hpp"

#include "actors/container_ready.hpp"

namespace spin {

namespace {

using self_pointer = container_handle::stateful_pointer<container_state>;

/// For wishes that are answered as soon as they are stored.
caf::result<view_ptr> once_stored(self_pointer self, view_ptr view,
                                  const any_event& what, const cause& by) {
  auto promise = self->make_response_promise<view_ptr>();
  feed(self, std::move(view), what, by,
       [self, promise](const outcome<done>& how) mutable {
         if (how)
           promise.deliver(self->state.view);
         else
           promise.deliver(to_error(how.error()));
       });
  return promise;
}

/// For wishes that are answered when it runs.
caf::result<view_ptr> once_running(self_pointer self, const any_event& what,
                                   const cause& by) {
  auto promise = self->make_response_promise<view_ptr>();
  self->state.need_work().waiting.push_back(promise);
  const auto refused = [self, promise](const outcome<done>& how) mutable {
    if (how)
      return;
    auto& waiting = self->state.need_work().waiting;
    waiting.pop_back(); // nothing was handled between: it is still the last
    promise.deliver(to_error(how.error()));
    if (self->state.view->life == lifecycle{})
      give_up(self); // a create that was never stored
  };
  feed(self, self->state.view, what, by, refused);
  return promise;
}

/// Grants the wishes of one message: one overload each.
struct granting {
  self_pointer self;
  const cause& by;

  caf::result<view_ptr> operator()(const event::create_asked& x) const {
    return once_running(self, x, by);
  }

  caf::result<view_ptr> operator()(const event::start_asked& x) const {
    return once_running(self, x, by);
  }

  caf::result<view_ptr> operator()(const event::stop_asked& x) const {
    return once_stored(self, self->state.view, x, by);
  }

  caf::result<view_ptr> operator()(const event::keep_alive_asked& x) const {
    return x.length > span::zero()
             ? once_running(self, x, by)
             : once_stored(self, self->state.view, x, by);
  }

  caf::result<view_ptr> operator()(const wait_order& x) const {
    return once_settled(self, x);
  }

  caf::result<view_ptr> operator()(const policy_overrides& x) const {
    auto next = *self->state.view;
    next.own = std::make_shared<const policy_overrides>(
      merged(next.own ? *next.own : policy_overrides{}, x));
    return once_stored(self,
                       std::make_shared<const container_view>(std::move(next)),
                       event::policy_changed{}, by);
  }
};

} // namespace

caf::result<view_ptr> grant(self_pointer self, const any_wish& what,
                            const cause& by) {
  return std::visit(granting{self, by}, what);
}

caf::result<done> remove(self_pointer self, const cause& by) {
  auto promise = self->make_response_promise<done>();
  feed(self, self->state.view, event::remove_asked{}, by,
       [promise](const outcome<done>& how) mutable {
         if (how)
           promise.deliver(done{});
         else
           promise.deliver(to_error(how.error()));
       });
  return promise;
}

} // namespace spin
