#include "actors/container_ready.hpp"

#include <algorithm>

#include "actors/readiness.hpp"

namespace spin {

namespace {

using self_pointer = container_handle::stateful_pointer<container_state>;

/// Takes in whether the port answered in the run `tried`.
void take_try(self_pointer self, incarnation tried, bool serves) {
  auto& st = self->state;
  const auto& life = st.view->life;
  const auto now = self->clock().now();
  st.trying = false;
  st.next_try = next_try(life.began, now);
  if (serves && life.run_id == tried && port_to_try(*st.view)) {
    auto next = *st.view;
    next.answers = tried;
    learn(self, std::move(next));
  }
  try_port(self); // it may be another run by now
  rearm(self);
}

} // namespace

void try_port(self_pointer self) {
  auto& st = self->state;
  const auto port = port_to_try(*st.view);
  const auto run_id = st.view->life.run_id;
  const bool known = st.tried == run_id;
  if (!port || st.trying || (known && self->clock().now() < st.next_try))
    return;
  st.tried = run_id;
  st.trying = true;
  self
    ->request(st.context->gateway, caf::infinite, atom::probe_v,
              st.view->who->id, *port, st.by())
    .then([self, run_id](bool serves) { take_try(self, run_id, serves); },
          [self, run_id](const caf::error&) { take_try(self, run_id, false); });
}

std::optional<instant> try_due(const container_state& st) {
  if (st.trying || !port_to_try(*st.view))
    return std::nullopt;
  return st.next_try;
}

caf::result<view_ptr> once_settled(self_pointer self, const wait_order& what) {
  auto& st = self->state;
  if (is_settled(what.what, *st.view))
    return st.view;
  auto promise = self->make_response_promise<view_ptr>();
  auto& all = st.need_work().awaiting;
  // Those who wait no longer.
  std::erase_if(all, [now = self->clock().now()](const auto& one) {
    return one.first.until <= now;
  });
  all.emplace_back(what, promise);
  return promise;
}

void settle_waits(container_state& st) {
  if (!st.work)
    return;
  std::erase_if(st.work->awaiting, [&st](auto& one) {
    const bool over = is_settled(one.first.what, *st.view);
    if (over)
      one.second.deliver(st.view);
    return over;
  });
}

} // namespace spin
