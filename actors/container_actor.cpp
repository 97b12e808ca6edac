#include "actors/container_actor.hpp"

#include "actors/container_calls.hpp"
#include "actors/container_log.hpp"
#include "actors/record.hpp"

namespace spin {

namespace {

using self_pointer = container_handle::stateful_pointer<container_state>;
using on_outcome = std::function<void(const outcome<done>&)>;

clock_pair clocks(self_pointer self) {
  return {self->clock().now(), self->state.context->wall_clock()};
}

snapshot record(self_pointer self) {
  return to_record(self->state.view, clocks(self));
}

// -- effects: one overload each -----------------------------------------------

void perform(self_pointer, const effect::commit&) {
  // nop: `feed` did it before anything else
}

void perform(self_pointer self, const effect::save&) {
  self->send(self->state.context->gateway, atom::save_v, record(self));
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

void perform(self_pointer self, const effect::forget&) {
  auto& st = self->state;
  self->send(st.context->gateway, atom::forget_v, st.view.who->id);
  for (auto& promise : std::exchange(st.need_work().audits, {}))
    promise.deliver(done{});
  self->quit();
}

// -- the one place where state changes: decide first, act afterwards -----------

/// Rings for the moment that the rule wants next. CAF cannot take a delayed
/// message back, so one that rings too early is simply armed again.
void arm(self_pointer self) {
  auto& st = self->state;
  const auto due = alarm_due(st.view.life, st.context->policy);
  if (!due || st.armed <= *due)
    return;
  st.armed_next = std::exchange(st.armed, *due);
  const auto wait = std::max(*due - self->clock().now(), span::zero());
  self->delayed_send(self, wait, atom::alarm_v, *due);
}

/// Returns whether nobody waits and no call is under way or to be repeated.
bool is_over(const pending_work& work, const lifecycle& life) {
  return life.pending == call::none && life.failures == 0 && !work.making
         && work.waiting.empty() && work.audits.empty();
}

void take_in(self_pointer self, const decision& what) {
  auto& st = self->state;
  const auto was = std::exchange(st.view.life, what.next);
  st.view.stops_at = stops_at(what.next, st.context->policy);
  if (what.next.now != phase::running && what.next.now != phase::stopping)
    st.view.run = no_run();
  st.context->containers->publish(st.view);
  log_change(was, st.view);
  for (const auto& effect : what.effects)
    std::visit([self](const auto& x) { perform(self, x); }, effect);
  if (st.work && what.next.pending != call::inspect)
    for (auto& promise : std::exchange(st.work->audits, {}))
      promise.deliver(done{});
  if (st.work && is_over(*st.work, what.next))
    st.work.reset();
  arm(self);
}

/// Stores what `what` wants before it becomes true. Nothing else is handled
/// meanwhile, so nobody sees a state that a crash could take back.
void commit_then_take_in(self_pointer self, decision what, on_outcome then) {
  auto& st = self->state;
  auto wish = st.view;
  wish.life = what.next;
  self
    ->request(st.context->gateway, caf::infinite, atom::commit_v,
              to_record(wish, clocks(self)))
    .await(
      [self, what, then](done) {
        take_in(self, what);
        then(done{});
      },
      [self, then](const caf::error& why) {
        // Whether it was written is unknown: say again what is true.
        perform(self, effect::save{});
        then(tl::unexpected<failure>(to_failure(why)));
      });
}

void feed(self_pointer self, const any_event& what, on_outcome then) {
  auto& st = self->state;
  auto d = decide(st.view.life, st.context->policy, what, self->clock().now());
  if (d.refusal != errc::none)
    return then(fail(d.refusal, reason_of(d.refusal, st)));
  if (!d.effects.empty()
      && std::holds_alternative<effect::commit>(d.effects.front()))
    return commit_then_take_in(self, std::move(d), std::move(then));
  take_in(self, d);
  then(done{});
}

// -- requests -----------------------------------------------------------------

/// For wishes that are answered as soon as they are stored.
template <class T>
caf::result<T> wish(self_pointer self, const any_event& what,
                    std::function<T()> answer) {
  auto promise = self->make_response_promise<T>();
  feed(self, what, [promise, answer](const outcome<done>& how) mutable {
    if (how)
      promise.deliver(answer());
    else
      promise.deliver(to_error(how.error()));
  });
  return promise;
}

/// For wishes that are answered when it runs.
caf::result<container_view> wish_to_run(self_pointer self,
                                        const any_event& what) {
  auto promise = self->make_response_promise<container_view>();
  self->state.need_work().waiting.push_back(promise);
  feed(self, what, [self, promise](const outcome<done>& how) mutable {
    if (how)
      return;
    auto& waiting = self->state.need_work().waiting;
    waiting.pop_back(); // nothing was handled between: it is still the last
    promise.deliver(to_error(how.error()));
    if (self->state.view.life == lifecycle{})
      perform(self, effect::forget{}); // a create that was never stored
  });
  return promise;
}

void check_in(self_pointer self, const report& what) {
  auto& st = self->state;
  const auto before = st.view.life;
  feed(self, event::reported{what.active});
  const auto& life = st.view.life;
  const bool decisive = life.busy_since_check != before.busy_since_check
                        || (life.active == 0) != (before.active == 0);
  const auto now = self->clock().now();
  if (life == before || (!decisive && now < st.reports_saved_until))
    return;
  st.reports_saved_until = now + report_save_interval;
  perform(self, effect::save{});
}

caf::result<done> sighted(self_pointer self, const sighting& what) {
  auto promise = self->make_response_promise<done>();
  self->state.need_work().audits.push_back(promise);
  const auto& view = self->state.view;
  if (what)
    feed(self, event::listed{docker::is_up(what->state),
                             what->run != *view.run
                               || what->name != view.who->name});
  else
    feed(self, event::not_listed{});
  return promise;
}

} // namespace

void feed(self_pointer self, const any_event& what) {
  feed(self, what, [](const outcome<done>&) {});
}

container_handle::behavior_type
container_actor(self_pointer self, context_ptr context, container_start begin) {
  auto& st = self->state;
  st.context = std::move(context);
  st.view = begin.view;
  if (!begin.token.empty())
    st.need_work().making = std::make_unique<container_start>(std::move(begin));
  return {
    [self](atom::create) { return wish_to_run(self, event::create_asked{}); },
    [self](atom::start) { return wish_to_run(self, event::start_asked{}); },
    [self](atom::stop) {
      return wish<container_view>(self, event::stop_asked{},
                                  [self] { return self->state.view; });
    },
    [self](atom::remove) {
      return wish<done>(self, event::remove_asked{}, [] { return done{}; });
    },
    [self](atom::recover) { feed(self, event::resumed{}); },
    [self](atom::check_in, const report& what) { check_in(self, what); },
    [self](atom::list, const sighting& what) { return sighted(self, what); },
    [self](atom::resave) { perform(self, effect::save{}); },
    [self](atom::alarm, instant rung) {
      if (self->state.armed == rung)
        self->state.armed
          = std::exchange(self->state.armed_next, instant::max());
      feed(self, event::alarm_rang{});
    },
  };
}

} // namespace spin
