#include "actors/lifecycle.hpp"

#include "actors/lifecycle_steps.hpp"

// One function for each event, one case for each phase: no cell of the table is
// undefined. No `default:` anywhere, so that a new phase does not compile
// before every event has an answer for it.

namespace spin {

namespace {

using steps = lifecycle_steps;

// -- clients ------------------------------------------------------------------

void on(steps& s, const event::create_asked&) {
  if (s.next() != lifecycle{})
    return s.refuse(errc::conflict); // it has begun already
  s.commit();
  s.ask(call::create);
}

void on(steps& s, const event::start_asked&) {
  auto& l = s.next();
  switch (l.now) {
    case phase::creating:
      return s.refuse(errc::conflict);
    case phase::starting:
      if (l.pending == call::none)
        s.ask(call::start); // do not wait for the retry: somebody wants it now
      return;
    case phase::running:
      // It does, but the record may still say what was wanted before.
      s.want(wanted::running);
      return s.settle(errc::none);
    case phase::stopping:
      // A stop under way is not called back: when it has ended, we start.
      s.want(wanted::running);
      if (l.pending == call::none)
        s.ask(call::inspect);
      return;
    case phase::stopped:
      s.want(wanted::running);
      return s.start();
    case phase::removing:
    case phase::gone:
      return s.refuse(errc::no_such_container);
  }
}

void on(steps& s, const event::stop_asked&) {
  auto& l = s.next();
  switch (l.now) {
    case phase::creating:
      return s.refuse(errc::conflict);
    case phase::starting:
      if (l.fresh)
        return s.refuse(errc::conflict);
      s.settle(errc::conflict); // those who wait for the start
      s.want(wanted::stopped);
      return s.stop(stop_reason::asked);
    case phase::running:
      s.want(wanted::stopped);
      return s.stop(stop_reason::asked);
    case phase::stopping:
      s.settle(errc::conflict);
      s.want(wanted::stopped);
      l.why = stop_reason::asked;
      return;
    case phase::stopped:
      return s.want(wanted::stopped);
    case phase::removing:
    case phase::gone:
      return s.refuse(errc::no_such_container);
  }
}

void on(steps& s, const event::remove_asked&) {
  auto& l = s.next();
  switch (l.now) {
    case phase::creating:
      return s.refuse(errc::conflict);
    case phase::starting:
      if (l.fresh)
        return s.refuse(errc::conflict);
      [[fallthrough]];
    case phase::running:
    case phase::stopping:
    case phase::stopped:
      s.settle(errc::no_such_container);
      s.want(wanted::removed);
      return s.remove();
    case phase::removing:
    case phase::gone:
      return s.refuse(errc::no_such_container);
  }
}

void on(steps& s, const event::reported& what) {
  auto& l = s.next();
  switch (l.now) {
    case phase::starting: // it can be quicker than the engine's answer
    case phase::running:
    case phase::stopping: // may yet call an idle stop off
      l = with_report(l, what.active, s.now());
      return;
    case phase::creating:
    case phase::stopped:
    case phase::removing:
    case phase::gone:
      return; // a late report of a run that has ended
  }
}

// -- time ---------------------------------------------------------------------

void on(steps& s, const event::alarm_rang&) {
  auto& l = s.next();
  switch (l.now) {
    case phase::running:
      if (!s.policy().disabled && l.pending == call::none
          && s.now() >= l.next_check)
        s.look();
      return;
    case phase::creating:
    case phase::starting:
    case phase::stopping:
    case phase::removing:
      if (l.pending == call::none && l.failures > 0 && s.now() >= l.retry_at)
        s.retry();
      return;
    case phase::stopped:
    case phase::gone:
      return;
  }
}

void on(steps& s, const event::resumed&) {
  auto& l = s.next();
  l.pending = call::none;
  l.failures = 0;
  l.start_sent = false;
  switch (l.now) {
    case phase::creating:
      return s.ask(call::inspect); // by name: is there anything to undo?
    case phase::starting:
      return s.ask(call::start);
    case phase::running:
      if (!s.policy().disabled && s.now() >= l.next_check)
        s.give_one_more();
      return;
    case phase::stopping:
      if (l.why != stop_reason::idle || l.want == wanted::running)
        return s.retry();
      // Decided on evidence that is old by now.
      l.now = phase::running;
      l.want = wanted::running;
      l.why = stop_reason::none;
      return s.give_one_more();
    case phase::removing:
      return s.ask(call::remove);
    case phase::stopped:
    case phase::gone:
      return;
  }
}

// -- the engine as a listing shows it: only a reason to look closer ------------

void on(steps& s, const event::not_listed&) {
  auto& l = s.next();
  if (l.now != phase::gone && l.pending == call::none && l.failures == 0)
    s.ask(call::inspect);
}

void on(steps& s, const event::listed& what) {
  auto& l = s.next();
  if (l.pending != call::none || l.failures > 0)
    return; // the truth is on its way already
  switch (l.now) {
    case phase::running:
      if (!what.up || what.differs)
        s.ask(call::inspect);
      return;
    case phase::stopped:
      if (what.up)
        s.ask(call::inspect);
      return;
    case phase::creating:
    case phase::starting:
    case phase::stopping:
    case phase::removing:
      return s.retry();
    case phase::gone:
      return;
  }
}

// -- the engine's answers -----------------------------------------------------

void on(steps& s, const event::made&) {
  s.answered();
  switch (s.next().now) {
    case phase::creating:
      s.next().now = phase::starting;
      return s.ask(call::start);
    case phase::removing:
      return s.ask(call::remove);
    case phase::starting:
    case phase::running:
    case phase::stopping:
    case phase::stopped:
    case phase::gone:
      return; // only a create is answered so, and only once
  }
}

void on(steps& s, const event::saw& what) {
  const auto asked = s.answered();
  switch (s.next().now) {
    case phase::creating:
      return s.found_unfinished(what);
    case phase::starting:
      return s.saw_after_start(what, asked);
    case phase::running:
      return what.up ? s.enter_run(what.run_id) : s.ended(what);
    case phase::stopping:
      return what.up ? s.still_up(what, asked) : s.has_stopped(what);
    case phase::stopped:
      if (what.up)
        s.enter_run(what.run_id); // started behind our back
      return;
    case phase::removing:
      return s.ask(call::remove);
    case phase::gone:
      return;
  }
}

void on(steps& s, const event::removed&) {
  s.answered();
  if (s.next().now != phase::gone)
    s.vanish();
}

void on(steps& s, const event::failed& what) {
  const auto asked = s.answered();
  if (what.code == errc::no_such_container && s.next().now != phase::gone)
    return s.vanish(); // proved: the gateway looked
  switch (s.next().now) {
    case phase::creating:
      return s.create_failed(what.code, asked);
    case phase::starting:
      return s.start_failed(what.code, asked);
    case phase::running:
    case phase::stopped:
      return; // the next pass looks again
    case phase::stopping:
    case phase::removing:
      return s.fail_later();
    case phase::gone:
      return;
  }
}

} // namespace

decision decide(const lifecycle& was, const idle_policy& policy,
                const any_event& what, instant now) {
  steps s{was, policy, now};
  std::visit([&s](const auto& x) { on(s, x); }, what);
  return s.take();
}

} // namespace spin
