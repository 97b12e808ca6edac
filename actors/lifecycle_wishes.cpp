#include "actors/lifecycle_steps.hpp"

// What clients want, phase by phase. No `default:` anywhere, so that a new phase
// does not compile before every event has an answer for it.

namespace spin {

using steps = lifecycle_steps;

void on(steps& s, const event::create_asked&) {
  if (s.next() != lifecycle{})
    return s.refuse(errc::conflict); // it has begun already
  s.commit();
  s.ask(call::create);
}

void on(steps& s, const event::start_asked&) {
  s.next().asked_since = !s.idle();
  switch (s.next().now) {
    case phase::creating:
      return s.refuse(errc::conflict);
    case phase::starting:
      if (s.idle())
        s.ask(call::start); // do not wait for the retry: somebody wants it now
      return;
    case phase::running:
      // As far as we know: nobody is told so before we looked. The record may
      // still say what was wanted before.
      s.want(wanted::running);
      return s.confirm();
    case phase::stopping:
    case phase::pausing:
      // A call under way is not taken back: when it has ended, we go on.
      s.want(wanted::running);
      if (s.idle())
        s.ask(call::inspect);
      return;
    case phase::stopped:
      s.want(wanted::running);
      return s.start();
    case phase::paused:
      s.want(wanted::running);
      return s.resume();
    case phase::resuming:
      s.want(wanted::running);
      if (s.idle())
        s.ask(call::resume);
      return;
    case phase::removing:
    case phase::gone:
      return s.refuse(errc::no_such_container);
  }
}

void on(steps& s, const event::stop_asked&) {
  auto& l = s.next();
  l.asked_since = !s.idle();
  switch (l.now) {
    case phase::creating:
      return s.refuse(errc::conflict);
    case phase::starting:
      if (l.fresh)
        return s.refuse(errc::conflict);
      [[fallthrough]];
    case phase::pausing:
    case phase::resuming:
    case phase::running:
      s.settle(errc::conflict); // those who wait for it to run
      [[fallthrough]];
    case phase::paused:
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
  switch (s.next().now) {
    case phase::creating:
      return s.refuse(errc::conflict);
    case phase::starting:
      if (s.next().fresh)
        return s.refuse(errc::conflict);
      [[fallthrough]];
    case phase::running:
    case phase::stopping:
    case phase::stopped:
    case phase::pausing:
    case phase::paused:
    case phase::resuming:
      s.settle(errc::no_such_container);
      s.want(wanted::removed);
      return s.remove();
    case phase::removing:
    case phase::gone:
      return s.refuse(errc::no_such_container);
  }
}

void on(steps& s, const event::keep_alive_asked& what) {
  const auto& l = s.next();
  const bool wakes = what.length > span::zero();
  switch (l.now) {
    case phase::creating:
    case phase::stopped:
      return s.refuse(errc::conflict);
    case phase::starting:
      if (l.fresh)
        return s.refuse(errc::conflict);
      return s.hold(what.length);
    case phase::running:
      s.hold(what.length);
      if (!l.confirming) // else it is answered with those who wait for that
        s.settle(errc::none);
      return;
    case phase::stopping:
      if (l.want != wanted::running && l.why != stop_reason::idle)
        return s.refuse(errc::conflict);
      [[fallthrough]];
    case phase::pausing:
      s.hold(what.length);
      if (!wakes)
        return;
      s.want(wanted::running);
      if (s.idle())
        s.ask(call::inspect);
      return;
    case phase::paused:
      s.hold(what.length);
      if (!wakes)
        return;
      s.want(wanted::running);
      return s.resume();
    case phase::resuming:
      return s.hold(what.length);
    case phase::removing:
    case phase::gone:
      return s.refuse(errc::no_such_container);
  }
}

void on(steps& s, const event::policy_changed&) {
  switch (s.next().now) {
    case phase::creating:
      return s.refuse(errc::conflict);
    case phase::running:
      s.restart_clock();
      return s.commit();
    case phase::starting:
      if (s.next().fresh)
        return s.refuse(errc::conflict);
      [[fallthrough]];
    case phase::stopping:
    case phase::stopped:
    case phase::pausing:
    case phase::paused:
    case phase::resuming:
      s.commit();
      return s.spare_if_used();
    case phase::removing:
    case phase::gone:
      return s.refuse(errc::no_such_container);
  }
}

void on(steps& s, const event::reported& what) {
  // Any other phase: a late report of a run that has ended.
  if (!can_report(s.next().now))
    return;
  s.next() = with_report(s.next(), what.said, s.now());
  s.spare_if_used();
}

} // namespace spin
