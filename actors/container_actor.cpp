#include "actors/container_actor.hpp"

#include <algorithm>

#include "actors/container_calls.hpp"
#include "actors/container_group.hpp"
#include "actors/container_log.hpp"
#include "actors/container_notes.hpp"
#include "actors/container_ready.hpp"
#include "actors/container_wishes.hpp"
#include "actors/reconcile.hpp"
#include "actors/record.hpp"
#include "actors/triggers.hpp"

namespace spin {

namespace {

using self_pointer = container_handle::stateful_pointer<container_state>;

timeline now_of(self_pointer self) {
  return {clocks_of(self), self->state.context->boot};
}

/// Returns the record of it as `view` shows it.
snapshot record_of(self_pointer self, const container_view& view) {
  auto record = to_record(view, now_of(self));
  record.past = self->state.context->past->to_store(view.who->id);
  record.idle_memory = self->state.context->savings->memory_of(view.who->id);
  return record;
}

/// Returns the change of phase from `was` to `next`, if it is one.
std::optional<transition> change_between(self_pointer self,
                                         const lifecycle& was,
                                         const lifecycle& next,
                                         const cause& by) {
  if (was.now == next.now)
    return std::nullopt;
  const bool ends = next.now == phase::stopping || next.now == phase::stopped
                    || next.now == phase::pausing || next.now == phase::paused;
  return transition{self->state.context->wall_clock(), next.now,
                    ends ? next.why : stop_reason::none, by};
}

// -- effects: one overload each -----------------------------------------------

void perform(self_pointer, const effect::commit&) {
  // nop: `feed` did it before anything else
}

void perform(self_pointer self, const effect::save&) {
  self->send(self->state.context->gateway, atom::save_v,
             record_of(self, *self->state.view));
}

void perform(self_pointer self, const effect::ask_engine& what) {
  ask_engine(self, what.what);
}

void perform(self_pointer self, const effect::settle& how) {
  auto& st = self->state;
  for (auto& promise : std::exchange(st.need_work().waiting, {}))
    if (how.code == errc::none)
      promise.deliver(st.view);
    else
      promise.deliver(to_error({how.code, reason_of(how.code, st)}));
}

void perform(self_pointer self, const effect::warn&) {
  const cause by{trigger::idle_check};
  log_warning(*self->state.view, self->state.policy(), self->clock().now(), by);
  publish(self, bulletin_of(tiding::stopping_soon, self->state.view, by,
                            clocks_of(self)));
}

void perform(self_pointer self, const effect::forget&) {
  auto& st = self->state;
  self->send(st.context->gateway, atom::forget_v, st.view->who->id);
  for (auto& promise : std::exchange(st.need_work().audits, {}))
    promise.deliver(done{});
  for (auto& [order, promise] : std::exchange(st.need_work().awaiting, {}))
    promise.deliver(to_error({errc::no_such_container,
                              reason_of(errc::no_such_container, st)}));
  self->quit();
}

// -- the one place where state changes: decide first, act afterwards -----------

/// Wants to be rung at the moment that the rule names. An alarm cannot be taken
/// back: after one that rings too early the next is armed.
void arm(self_pointer self, std::optional<instant> due, instant& armed) {
  if (!due || armed <= *due)
    return;
  armed = *due;
  self->send(self->state.context->alarms, atom::arm_v, *due, self->address());
}

void arm(self_pointer self) {
  auto& st = self->state;
  arm(self, alarm_due(st.view->life, st.policy()), st.armed);
  arm(self, try_due(st), st.armed_try);
}

/// Returns whether nobody waits and no call is under way or to be repeated.
bool is_over(const pending_work& work, const lifecycle& life) {
  return life.pending == call::none && life.failures == 0 && !work.making
         && work.waiting.empty() && work.awaiting.empty()
         && work.audits.empty();
}

/// A stop that has not reached the engine yet is taken back as soon as there is
/// a reason to, not only when its answer comes.
void call_off_stop(container_state& st, instant now) {
  const auto& life = st.view->life;
  const bool idle_stop = st.work && st.work->stop_called_off
                         && life.now == phase::stopping
                         && life.why == stop_reason::idle;
  if (idle_stop && calls_idle_off(life, st.policy(), now))
    *st.work->stop_called_off = true;
}

/// Returns the view as it is after `what`.
view_ptr next_view(const container_view& was, const lifecycle& life) {
  auto next = was;
  next.life = life;
  if (life.now == phase::stopped || life.now == phase::starting
      || life.now == phase::removing || life.now == phase::gone) {
    next.run = no_run();
    next.health = health_status::none;
  }
  note_use(next);
  return std::make_shared<const container_view>(std::move(next));
}

/// Tells what became of it since it was as `was` says.
void tell(self_pointer self, const container_view& was, const cause& by) {
  auto& st = self->state;
  const bool adopted = st.work && st.work->adopted;
  for (const auto what :
       told_of(was, *st.view, adopted, by, st.context->policy,
               self->clock().now()))
    publish(self, bulletin_of(what, st.view, by, clocks_of(self)));
  if (adopted && is_listed(*st.view))
    st.work->adopted = false;
}

/// Takes in what was decided because of `by`. `before`: how it was before a
/// wish that brought something itself.
void take_in(self_pointer self, const decision& what, const cause& by,
             const view_ptr& before = nullptr) {
  auto& st = self->state;
  const auto was = std::exchange(st.view, next_view(*st.view, what.next));
  note_loss(self, *was);
  st.context->containers->publish(st.view);
  note_change(self, *was);
  tell_group(self, before ? *before : *was);
  tell(self, before ? *before : *was, by);
  if (begins_work(was->life, what))
    st.need_work().by = by;
  log_change(was->life, *st.view, by);
  if (auto change = change_between(self, was->life, what.next, by))
    st.context->past->note(st.view->who->id, std::move(*change));
  call_off_stop(st, self->clock().now());
  for (const auto& effect : what.effects)
    std::visit([self](const auto& x) { perform(self, x); }, effect);
  if (st.work && what.next.pending != call::inspect)
    for (auto& promise : std::exchange(st.work->audits, {}))
      promise.deliver(done{});
  settle_waits(st);
  try_port(self);
  if (st.work && is_over(*st.work, what.next))
    st.work.reset();
  arm(self);
}

/// Stores what `what` wants before it becomes true. Nothing else is handled
/// meanwhile, so nobody sees a state that a crash could take back.
void commit_then_take_in(self_pointer self, decision what, cause by,
                         on_outcome then, view_ptr before) {
  auto& st = self->state;
  auto wish = *st.view;
  wish.life = what.next;
  auto record = record_of(self, wish);
  if (auto change = change_between(self, st.view->life, what.next, by))
    record.past.changes.push_back(std::move(*change));
  self
    ->request(st.context->gateway, caf::infinite, atom::commit_v,
              std::move(record))
    .await(
      [self, what, by, then, before](done) {
        take_in(self, what, by, before);
        then(done{});
      },
      [self, then, before](const caf::error& why) {
        self->state.view = before;
        // Whether it was written is unknown: say again what is true.
        perform(self, effect::save{});
        then(tl::unexpected<failure>(to_failure(why)));
      });
}

/// Notes what a look found, if `what` was one and leads to `next`.
void note_look(self_pointer self, const any_event& what,
               const lifecycle& next) {
  const auto& st = self->state;
  const auto found
    = verdict_of(what, st.view->life, next, self->clock().now());
  if (!found)
    return;
  st.context->past->note(st.view->who->id,
                         past_check{st.context->wall_clock(), *found});
  if (*found == verdict::idle && st.policy().on_idle == idle_action::stop)
    measure(self);
}

/// For events: they wish nothing and are never refused. `by` counts unless
/// `what` only goes on with the work under way; none: the event tells itself.
void feed_event(self_pointer self, const any_event& what,
                const cause* by = nullptr, const view_ptr& before = nullptr) {
  const auto& st = self->state;
  look_around(self);
  const auto d
    = decide(st.view->life, st.policy(), what, self->clock().now());
  const auto told = trigger_of(what, st.view->life, d.next);
  note_look(self, what, d.next);
  if (!told)
    return take_in(self, d, st.by(), before);
  take_in(self, d, by ? *by : cause{*told}, before);
}

// -- messages -----------------------------------------------------------------

/// Takes in a report. It is stored at most so often, unless it changes what a
/// look finds.
void check_in(self_pointer self, const event::reported& what) {
  auto& st = self->state;
  const auto before = st.view->life;
  feed_event(self, any_event{what});
  const auto& life = st.view->life;
  const bool decisive = life.busy_since_check != before.busy_since_check
                        || (life.active == 0) != (before.active == 0)
                        || what.said.busy_for;
  const auto now = self->clock().now();
  if (life == before || (!decisive && now < st.reports_saved_until))
    return;
  st.reports_saved_until = now + report_save_interval(st.policy());
  perform(self, effect::save{});
}

void on_event(self_pointer self, const any_event& what) {
  if (const auto* said = std::get_if<event::reported>(&what))
    return check_in(self, *said);
  auto& st = self->state;
  const auto now = self->clock().now();
  if (std::holds_alternative<event::alarm_rang>(what)) {
    if (st.armed_try <= now)
      st.armed_try = instant::max();
    if (st.armed <= now)
      note_alarm(self, std::exchange(st.armed, instant::max()));
  }
  feed_event(self, what);
  if (std::holds_alternative<event::recovered>(what))
    wake_group(self); // they may have looked before it was there
}

caf::result<done> sighted(self_pointer self, const sighting& what,
                          const cause& by) {
  auto promise = self->make_response_promise<done>();
  self->state.need_work().audits.push_back(promise);
  feed_event(self, event_of(what ? &*what : nullptr, *self->state.view), &by);
  return promise;
}

} // namespace

void feed(self_pointer self, const any_event& what, const view_ptr& before) {
  feed_event(self, what, nullptr, before);
}

void feed(self_pointer self, view_ptr view, const any_event& what, cause by,
          on_outcome then) {
  auto& st = self->state;
  auto before = std::exchange(st.view, std::move(view));
  look_around(self);
  auto d = decide(st.view->life, st.policy(), what, self->clock().now());
  if (d.refusal != errc::none) {
    st.view = std::move(before);
    return then(fail(d.refusal, reason_of(d.refusal, st)));
  }
  if (!d.effects.empty()
      && std::holds_alternative<effect::commit>(d.effects.front()))
    return commit_then_take_in(self, std::move(d), std::move(by),
                               std::move(then), std::move(before));
  take_in(self, d, by, before);
  then(done{});
}

void learn(self_pointer self, container_view next) {
  auto& st = self->state;
  const auto was = std::exchange(
    st.view, std::make_shared<const container_view>(std::move(next)));
  st.context->containers->publish(st.view);
  tell(self, *was, {trigger::server});
  perform(self, effect::save{});
  settle_waits(st);
}

void rearm(self_pointer self) {
  arm(self);
}

clock_pair clocks_of(self_pointer self) {
  return {self->clock().now(), self->state.context->wall_clock()};
}

void publish(self_pointer self, bulletin what) {
  self->state.context->feed->publish(std::move(what));
}

void give_up(self_pointer self) {
  perform(self, effect::forget{});
}

container_handle::behavior_type
container_actor(self_pointer self, context_ptr context, container_start begin) {
  auto& st = self->state;
  st.context = std::move(context);
  st.view = std::make_shared<const container_view>(begin.view);
  if (begin.adopted)
    st.need_work().adopted = true;
  if (!begin.token.empty())
    st.need_work().making = std::make_unique<container_start>(std::move(begin));
  return {
    [self](const any_wish& what, const cause& by) {
      return grant(self, what, by);
    },
    [self](atom::remove, const cause& by) { return remove(self, by); },
    [self](atom::list, const sighting& what, const cause& by) {
      return sighted(self, what, by);
    },
    [self](const any_event& what) { on_event(self, what); },
  };
}

} // namespace spin
