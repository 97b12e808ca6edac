#include <algorithm>

#include "actors/lifecycle_steps.hpp"

// What the engine's answers mean.

namespace spin {

call lifecycle_steps::answered() {
  next().failures = 0;
  return std::exchange(next().pending, call::none);
}

// -- it runs ----------------------------------------------------------------------

void lifecycle_steps::know_run(incarnation run_id) {
  auto& l = next();
  if (run_id == l.run_id)
    return;
  // A start of ours cleared the activity when it was asked, and the container
  // may have reported since.
  if (l.now != phase::starting) {
    l.active = 0;
    l.reported_at.reset();
    l.busy_since_check = false;
    l.held_until = {};
    l.busy_until = {};
  }
  l.run_id = run_id;
  l.stop_noticed = false;
  l.last_chance = false;
  l.began = now_;
  l.waits_for_group = false;
  l.next_check = now_ + policy_.initial;
}

void lifecycle_steps::enter_run(const event::saw& what) {
  if (what.paused)
    return enter_pause(what, stop_reason::outside);
  auto& l = next();
  know_run(what.run_id);
  l.fresh = false;
  l.stale = false;
  l.stop_sent = {};
  l.want = wanted::running;
  l.now = phase::running;
  l.why = stop_reason::none;
  save();
}

void lifecycle_steps::saw_running(const event::saw& what) {
  const bool confirmed = std::exchange(next().confirming, false);
  if (!what.up)
    return confirmed ? ended_but_wanted(what) : ended(what);
  if (confirmed && what.paused) {
    know_run(what.run_id);
    save();
    return resume();
  }
  enter_run(what);
  if (confirmed)
    settle_run();
}

void lifecycle_steps::look_failed(errc code) {
  if (std::exchange(next().confirming, false))
    settle(code);
}

void lifecycle_steps::enter_pause(const event::saw& what, stop_reason why) {
  auto& l = next();
  know_run(what.run_id);
  l.fresh = false;
  l.stale = false;
  l.last_chance = false;
  l.want = wanted::paused;
  l.now = phase::paused;
  l.why = why;
  save();
}

void lifecycle_steps::go_on(const event::saw& what) {
  if (what.paused) {
    save();
    return resume();
  }
  enter_run(what);
  begin_interval();
  settle_run();
}

bool lifecycle_steps::called_off(const event::saw& what) {
  auto& l = next();
  // One that is too old is not to go on: it is to run anew once it has stopped.
  if (l.want == wanted::running && l.why != stop_reason::max_age) {
    go_on(what);
    return true;
  }
  if (l.why != stop_reason::idle && l.why != stop_reason::max_age)
    return false;
  if (what.run_id != l.run_id) { // decided about an earlier run
    if (l.want == wanted::running)
      go_on(what); // and somebody waits for that
    else
      enter_run(what);
    return true;
  }
  if (l.why == stop_reason::max_age)
    return false;
  if (what.paused) { // somebody froze it, so it could not report
    enter_pause(what, stop_reason::outside);
    return true;
  }
  if (l.stale) { // decided on evidence that is old by now
    enter_run(what);
    give_one_more();
    return true;
  }
  if (!calls_idle_off(l, policy_, now_))
    return false;
  enter_run(what);
  begin_interval();
  return true;
}

// Only its answer tells that a stop is over: the engine goes on with one whose
// asker it lost.
bool lifecycle_steps::may_be_stopping(const event::saw& what) const {
  const auto& l = out_.next;
  return l.stop_sent != instant{} && what.run_id == l.run_id
         && now_ < stop_over_at();
}

instant lifecycle_steps::stop_over_at() const {
  return out_.next.stop_sent + policy_.stop_grace + stop_allowance;
}

void lifecycle_steps::still_up(const event::saw& what, call asked) {
  auto& l = next();
  if (asked == call::stop)
    l.stop_sent = {};
  if (may_be_stopping(what)) {
    if (l.why == stop_reason::asked)
      return ask(call::stop);
    fail_later(); // what comes of it is seen soon
    l.retry_at = std::min(l.retry_at, stop_over_at());
    return;
  }
  if (called_off(what))
    return;
  const bool same_run = what.run_id == l.run_id;
  know_run(what.run_id); // it may yet be wanted to go on
  if (asked == call::stop && same_run)
    return fail_later(); // said to be stopped, and is not
  if (l.why == stop_reason::idle && policy_.on_idle == idle_action::remove)
    l.want = wanted::removed; // a restart of ours is to finish it
  ask(call::stop);
  save();
}

void lifecycle_steps::still_moving(const event::saw& what, call asked) {
  const bool ours = what.paused && next().want != wanted::running
                    && what.run_id == next().run_id;
  if (ours && calls_idle_off(next(), policy_, now_)) {
    next().want = wanted::running; // used after all, while it was being frozen
    save();
    return resume();
  }
  if (ours)
    return enter_pause(what, stop_reason::idle);
  if (called_off(what))
    return;
  if (asked == call::pause)
    return fail_later(); // said to be paused, and is not
  ask(call::pause);
}

void lifecycle_steps::saw_after_resume(const event::saw& what, call asked) {
  if (!what.up)
    return ended_but_wanted(what);
  if (!what.paused)
    return go_on(what);
  if (asked != call::resume)
    return ask(call::resume);
  settle(errc::engine_refused);
  enter_pause(what, stop_reason::outside);
}

void lifecycle_steps::saw_paused(const event::saw& what) {
  if (!what.up)
    return ended(what);
  if (what.paused) {
    if (what.run_id != next().run_id)
      enter_pause(what, stop_reason::outside);
    return;
  }
  enter_run(what); // somebody else let it go on
  begin_interval();
}

void lifecycle_steps::resume_failed(errc code, call asked) {
  auto& l = next();
  settle(code);
  if (asked == call::inspect || outcome_unknown(code))
    return fail_later();
  l.now = phase::paused;
  l.want = wanted::paused;
  save();
}

// -- it ended ---------------------------------------------------------------------

void lifecycle_steps::note_end(const event::saw& what, stop_reason why) {
  auto& l = next();
  l.fresh = false;
  l.stale = false;
  l.now = phase::stopped;
  l.why = why;
  l.active = 0;
  l.busy_since_check = false;
  l.last_chance = false;
  if (l.want != wanted::running) {
    l.held_until = {};
    l.busy_until = {};
  }
  l.run_id = what.run_id;
  l.stop_noticed = false;
  l.ended = ended_run{now_, what.exit_code, why, what.oom_killed};
}

void lifecycle_steps::ended(const event::saw& what) {
  next().want = wanted::stopped;
  note_end(what, next().stop_noticed ? stop_reason::outside
                                     : stop_reason::died);
  save();
}

void lifecycle_steps::ended_but_wanted(const event::saw& what) {
  if (next().want != wanted::running)
    return ended(what);
  note_end(what, stop_reason::died);
  start();
  save();
}

void lifecycle_steps::has_stopped(const event::saw& what) {
  auto& l = next();
  if (l.asked_since && l.want != wanted::running && l.why == stop_reason::asked)
    return ask(call::stop); // it may have been started since that was true
  const bool ours = l.stop_sent != instant{} || l.stale || l.why == stop_reason::asked;
  if (!ours && l.want != wanted::running)
    return ended(what); // before we did anything about it
  note_end(what, l.why);
  if (l.want == wanted::running) // asked for while it was stopping
    start();
  else if (l.want == wanted::removed)
    remove();
  save();
}

// -- starts ------------------------------------------------------------------------

void lifecycle_steps::saw_after_start(const event::saw& what, call asked) {
  auto& l = next();
  if (what.up && what.paused) {
    know_run(what.run_id);
    save();
    return resume();
  }
  if (what.up) {
    enter_run(what);
    return settle_run();
  }
  if (asked == call::start) { // it ran, and has ended already
    if (l.asked_since)
      return ended_but_wanted(what); // perhaps before somebody wanted it again
    ended(what);
    return settle(errc::none);
  }
  if (!l.start_sent)
    return ask(call::start); // a look that was under way when it was asked
  // A start whose outcome was unknown did not happen.
  settle(errc::engine_refused);
  if (l.fresh)
    return undo();
  l.want = wanted::stopped;
  note_end(what, stop_reason::start_failed);
  save();
}

void lifecycle_steps::found_unfinished(const event::saw& what) {
  if (what.up)
    return enter_run(what);
  if (what.run_id == incarnation::none)
    return undo(); // made but never started: nobody was told of it
  ended(what);
}

void lifecycle_steps::create_failed(errc code, call asked) {
  if (asked == call::inspect)
    return fail_later(); // after a restart: still do not know what there is
  settle(code);
  if (outcome_unknown(code))
    return undo();
  next().now = phase::gone;
  out_.effects.push_back(effect::forget{});
}

void lifecycle_steps::start_failed(errc code, call asked) {
  auto& l = next();
  if (asked == call::inspect)
    return fail_later();
  settle(code);
  if (l.fresh)
    return undo();
  if (outcome_unknown(code))
    return fail_later(); // looks again, then knows
  l.now = phase::stopped;
  l.want = wanted::stopped;
  l.why = stop_reason::start_failed;
  l.ended = ended_run{now_, std::nullopt, stop_reason::start_failed, false};
  save();
}

void lifecycle_steps::undo() {
  next().want = wanted::removed;
  next().now = phase::removing;
  save();
  ask(call::remove);
}

void lifecycle_steps::vanish() {
  next().now = phase::gone;
  settle(errc::no_such_container);
  out_.effects.push_back(effect::forget{});
}

} // namespace spin
