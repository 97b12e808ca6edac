#include "actors/recovery.hpp"

#include <algorithm>
#include <utility>

#include "actors/record.hpp"
#include "actors/registry_pass.hpp"
#include "actors/registry_vanished.hpp"
#include "config/logging.hpp"

namespace spin {

namespace {

using registry_pointer = registry_handle::stateful_pointer<registry_state>;

struct recovery {
  /// What is left to be taken up, from the back.
  std::vector<snapshot> left;
  /// How many of the actors made have not begun.
  std::size_t beginning = 0;
  timeline now;
  caf::typed_response_promise<done> over;
};

using recovery_ptr = std::shared_ptr<recovery>;

void compare_with_engine(registry_pointer self, const recovery_ptr& what) {
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

/// Makes the actor of `record`; it runs from its first message on.
container_handle
make_again(registry_pointer self, const snapshot& record, const timeline& now) {
  const auto& context = *self->state.context;
  context.past->restore(record.who.id, record.past);
  context.savings->set_memory(record.who.id, record.idle_memory);
  return respawn(self, from_record(record, context.policy, now));
}

/// Has the directory show all who are in a group before the first of them looks
/// around: who is not there holds nobody.
void enter_groups(registry_pointer self, const recovery& what) {
  const auto& context = *self->state.context;
  for (const auto& record : what.left)
    if (!record.options.group.empty())
      context.containers->enter(
          container_handle{}, std::make_shared<const container_view>(from_record(
                                  record, context.policy, what.now)));
}

void go_on(registry_pointer self, const recovery_ptr& what);

/// Takes up the next ones. They are woken together: between them the other
/// workers would fall asleep.
void take_up_some(registry_pointer self, const recovery_ptr& what) {
  std::vector<container_handle> page;
  while (!what->left.empty() && page.size() < recovery_page) {
    page.push_back(make_again(self, what->left.back(), what->now));
    what->left.pop_back();
  }
  what->beginning += page.size();
  const auto has_begun = [self, what] {
    --what->beginning;
    go_on(self, what);
  };
  for (const auto& actor : page)
    self->request(actor, caf::infinite, any_event{event::recovered{}})
        .then(has_begun, [has_begun](const caf::error&) { has_begun(); });
}

/// Makes the next actors while the last begin, but not all at once: what a page
/// needed to begin is free for the next, and leaves no holes in memory as large
/// as the fleet.
void go_on(registry_pointer self, const recovery_ptr& what) {
  if (what->beginning <= recovery_page && !what->left.empty())
    take_up_some(self, what);
  else if (what->beginning == 0)
    compare_with_engine(self, what);
}

/// Lets in the tokens of users who are still there. The others are forgotten:
/// who gets such a name later gets no tokens with it.
void take_up_tokens(registry_pointer self, std::vector<api_token> stored) {
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

void take_up_deliveries(registry_pointer self,
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

void begin_recovery(registry_pointer self, const recovery_ptr& what,
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
  context.containers->reserve(what->left.size());
  enter_groups(self, *what);
  self->state.ids.reserve(what->left.size());
  go_on(self, what);
}

} // namespace

caf::result<done> recover(registry_pointer self) {
  const auto what = std::make_shared<recovery>();
  what->over = self->make_response_promise<done>();
  const auto& gateway = self->state.context->gateway;
  self->send(gateway, atom::resave_v, caf::actor_cast<registry_handle>(self));
  self->request(gateway, caf::infinite, atom::load_v)
      .then([self, what](store::contents& stored) { begin_recovery(self, what, stored); },
            [what](const caf::error& why) { what->over.deliver(why); });
  return what->over;
}

} // namespace spin
