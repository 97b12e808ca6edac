#include "actors/recovery.hpp"

#include <algorithm>
#include <utility>

#include "actors/record.hpp"
#include "actors/registry_pass.hpp"
#include "actors/registry_vanished.hpp"
#include "config/logging.hpp"

namespace spin {

namespace {

using self_pointer = registry_handle::stateful_pointer<registry_state>;

/// What is left to be taken up, from the back.
struct recovery {
  std::vector<snapshot> left;
  timeline now;
  caf::typed_response_promise<done> over;
};

using recovery_ptr = std::shared_ptr<recovery>;

void compare_with_engine(self_pointer self, const recovery_ptr& what) {
  self->state.taken_up = true;
  self->request(caf::actor_cast<registry_handle>(self), caf::infinite,
                atom::audit_v, cause{trigger::recovery})
      .then(
          [self, what](done) {
            schedule_pass(self);
            what->over.deliver(done{});
          },
          [self, what](const caf::error& why) {
            log::warning("engine not listed yet",
                         {{"reason", to_failure(why).what}});
            schedule_pass(self);
            what->over.deliver(done{});
          });
}

/// Takes up a page and goes on when all of its actors have begun: what they
/// needed for that is free for the next page. All at once would leave holes in
/// memory as large as the fleet.
void take_up(self_pointer self, const recovery_ptr& what) {
  if (what->left.empty()) {
    compare_with_engine(self, what);
    return;
  }
  const auto count = std::min(what->left.size(), recovery_page);
  const auto waiting = std::make_shared<std::size_t>(count);
  const auto one_less = [self, what, waiting] {
    if (--*waiting == 0)
      take_up(self, what);
  };
  for (std::size_t i = 0; i < count; ++i) {
    const auto record = std::move(what->left.back());
    what->left.pop_back();
    self->state.context->past->restore(record.who.id, record.past);
    self->state.context->savings->set_memory(record.who.id, record.idle_memory);
    const auto view =
        from_record(record, self->state.context->policy, what->now);
    self->request(respawn(self, view), caf::infinite,
                  any_event{event::recovered{}})
        .then(one_less, [one_less](const caf::error&) { one_less(); });
  }
}

/// Lets in the tokens of users who are still there. The others are forgotten:
/// who gets such a name later gets no tokens with it.
void take_up_tokens(self_pointer self, std::vector<api_token> stored) {
  const auto& context = *self->state.context;
  std::erase_if(stored, [&](const api_token& each) {
    if (!context.knows_user || context.knows_user(each.user))
      return false;
    log::warning("token ends: its user is not configured any more",
                 {{"token", each.id}, {"user", each.user}});
    self->send(context.gateway, atom::save_v,
               store::change{token_record(each.id), {}});
    return true;
  });
  context.tokens->fill(stored);
}

void take_up_deliveries(self_pointer self,
                        const std::vector<delivery>& stored) {
  const auto& context = *self->state.context;
  if (context.take_deliveries)
    return context.take_deliveries(stored);
  if (!stored.empty())
    log::warning("events for webhooks are dropped: none are configured",
                 {{"events", std::to_string(stored.size())}});
  for (const auto& each : stored)
    self->send(context.gateway, atom::save_v,
               store::change{delivery_record(each.number), {}});
}

void begin(self_pointer self, const recovery_ptr& what,
           store::contents& stored) {
  for (const auto& why : stored.refused)
    log::error("record cannot be read and is left alone", {{"record", why}});
  log::info("records read",
            {{"containers", std::to_string(stored.snapshots.size())},
             {"tokens", std::to_string(stored.tokens.size())}});
  what->left = std::move(stored.snapshots);
  take_up_tokens(self, std::move(stored.tokens));
  take_up_deliveries(self, stored.deliveries);
  take_up_vanished(self, std::move(stored.vanished_ones));
  const auto& context = *self->state.context;
  context.savings->fill(stored.savings);
  what->now = {{self->clock().now(), context.wall_clock()}, context.boot};
  take_up(self, what);
}

} // namespace

caf::result<done> recover(self_pointer self) {
  const auto what = std::make_shared<recovery>();
  what->over = self->make_response_promise<done>();
  const auto& gateway = self->state.context->gateway;
  self->send(gateway, atom::resave_v, caf::actor_cast<registry_handle>(self));
  self->request(gateway, caf::infinite, atom::load_v)
      .then([self, what](store::contents& stored) { begin(self, what, stored); },
            [what](const caf::error& why) { what->over.deliver(why); });
  return what->over;
}

} // namespace spin
