#include "actors/lifecycle.hpp"

#include "actors/lifecycle_steps.hpp"

// What time and the engine bring, phase by phase. No `default:` anywhere, so
// that a new phase does not compile before every event has an answer for it.

namespace spin {

using steps = lifecycle_steps;

// -- time ---------------------------------------------------------------------

void on(steps& s, const event::alarm_rang&) {
  const auto& l = s.next();
  if (!s.idle())
    return;
  if (l.now == phase::running || l.now == phase::paused)
    return s.tend();
  if (is_working(l.now) && l.failures > 0 && s.now() >= l.retry_at)
    s.retry();
}

void on(steps& s, const event::recovered&) {
  auto& l = s.next();
  l.pending = call::none;
  l.failures = 0;
  l.start_sent = false;
  switch (l.now) {
    case phase::creating: // by name: is there anything to undo?
    case phase::pausing:
    case phase::resuming:
      l.stale = l.now == phase::pausing;
      return s.ask(call::inspect);
    case phase::starting:
      return s.ask(call::start);
    case phase::running:
      if (!s.policy().disabled && s.now() >= l.next_check)
        s.give_one_more();
      return;
    case phase::stopping:
      l.stale = l.why == stop_reason::idle;
      return s.retry();
    case phase::removing:
      return s.ask(call::remove);
    case phase::stopped:
    case phase::paused:
    case phase::gone:
      return;
  }
}

void on(steps& s, const event::store_emptied&) {
  if (s.next().now != phase::gone)
    s.save();
}

// -- listings and events: only a reason to look closer ---------------------------

void on(steps& s, const event::not_listed&) {
  if (s.next().now != phase::gone && s.idle())
    s.ask(call::inspect);
}

void on(steps& s, const event::listed& what) {
  if (!s.idle())
    return; // the truth is on its way already
  switch (s.next().now) {
    case phase::running:
      if (!what.up || what.differs || what.paused)
        s.ask(call::inspect);
      return;
    case phase::stopped:
      if (what.up || what.differs)
        s.ask(call::inspect);
      return;
    case phase::paused:
      if (!what.paused || what.differs)
        s.ask(call::inspect);
      return;
    case phase::creating:
    case phase::starting:
    case phase::stopping:
    case phase::pausing:
    case phase::resuming:
    case phase::removing:
      return s.retry(); // the engine answers: no need to wait longer
    case phase::gone:
      return;
  }
}

namespace {

using docker::happening;

/// Returns whether the call under way brings `what` about itself.
bool is_foretold(call pending, happening what) {
  switch (pending) {
    case call::create:
    case call::start:
      return what == happening::started;
    case call::stop:
      return what == happening::died || what == happening::stopped
             || what == happening::unpaused;
    case call::remove:
      return what == happening::died || what == happening::stopped
             || what == happening::unpaused || what == happening::destroyed;
    case call::pause:
      return what == happening::paused;
    case call::resume:
      return what == happening::unpaused;
    case call::none:
    case call::inspect:
      return false;
  }
  return false;
}

/// Returns whether `what` says other than what a container that rests is in.
bool is_news(phase now, happening what) {
  switch (now) {
    case phase::running:
      return what != happening::started && what != happening::unpaused;
    case phase::stopped:
      return what != happening::died && what != happening::stopped
             && what != happening::oom;
    case phase::paused:
      return what != happening::paused;
    case phase::creating:
    case phase::starting:
    case phase::stopping:
    case phase::pausing:
    case phase::resuming:
    case phase::removing:
    case phase::gone:
      return false;
  }
  return false;
}

/// Takes in that somebody used the engine's stop, which only the stream tells.
void note_who_stopped(steps& s) {
  auto& l = s.next();
  if (l.now == phase::running || l.now == phase::paused)
    l.stop_noticed = true; // for when it is seen to have ended
  const bool unexplained = l.now == phase::stopped && l.ended
                           && l.why == stop_reason::died;
  if (!unexplained)
    return;
  l.why = stop_reason::outside;
  l.ended->why = stop_reason::outside;
  s.save();
}

} // namespace

void on(steps& s, const event::noticed& what) {
  auto& l = s.next();
  if (what.at != 0 && what.at < static_cast<std::int64_t>(l.run_id))
    return; // it is about an earlier run
  if (what.what == happening::stopped)
    note_who_stopped(s);
  if (!s.idle())
    l.dirty = l.dirty || !is_foretold(l.pending, what.what);
  else if (is_working(l.now))
    s.retry(); // it waits after a failure: that may be over
  else if (is_news(l.now, what.what))
    s.ask(call::inspect);
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
    case phase::pausing:
    case phase::paused:
    case phase::resuming:
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
      return s.saw_running(what);
    case phase::stopping:
      return what.up ? s.still_up(what, asked) : s.has_stopped(what);
    case phase::stopped:
      if (what.up)
        s.enter_run(what); // started behind our back
      return;
    case phase::pausing:
      return what.up ? s.still_moving(what, asked) : s.ended_but_wanted(what);
    case phase::paused:
      return s.saw_paused(what);
    case phase::resuming:
      return s.saw_after_resume(what, asked);
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
    case phase::paused:
      return s.look_failed(what.code); // the next pass looks again
    case phase::stopping:
      if (asked == call::stop && !outcome_unknown(what.code))
        s.next().stop_sent = {}; // refused
      return s.fail_later();
    case phase::pausing:
    case phase::removing:
      return s.fail_later();
    case phase::resuming:
      return s.resume_failed(what.code, asked);
    case phase::gone:
      return;
  }
}

decision decide(const lifecycle& was, const idle_policy& policy,
                const any_event& what, instant now) {
  steps s{was, policy, now};
  std::visit([&s](const auto& x) { on(s, x); }, what);
  return s.take();
}

} // namespace spin
