#include "actors/lifecycle_steps.hpp"

#include <algorithm>

namespace spin {

// -- effects --------------------------------------------------------------------

void lifecycle_steps::commit() {
  out_.effects.insert(out_.effects.begin(), effect::commit{});
}

void lifecycle_steps::save() {
  out_.effects.push_back(effect::save{});
}

void lifecycle_steps::ask(call what) {
  next().pending = what;
  next().start_sent = next().start_sent || what == call::start;
  out_.effects.push_back(effect::ask_engine{what});
}

void lifecycle_steps::settle(errc code) {
  out_.effects.push_back(effect::settle{code});
}

void lifecycle_steps::refuse(errc code) {
  out_ = {was_, {}, code};
}

// -- wishes ---------------------------------------------------------------------

void lifecycle_steps::want(wanted what) {
  next().want = what;
  commit();
}

void lifecycle_steps::start() {
  auto& l = next();
  l.now = phase::starting;
  l.why = stop_reason::none;
  l.active = 0;
  l.reported_at.reset();
  l.busy_since_check = false;
  l.start_sent = false;
  if (l.pending == call::none)
    ask(call::start);
}

void lifecycle_steps::stop(stop_reason why) {
  auto& l = next();
  l.now = phase::stopping;
  l.why = why;
  l.failures = 0;
  if (l.pending == call::none)
    ask(call::stop);
}

void lifecycle_steps::remove() {
  auto& l = next();
  l.now = phase::removing;
  l.failures = 0;
  if (l.pending == call::none)
    ask(call::remove);
}

// -- the idle clock -------------------------------------------------------------

void lifecycle_steps::look() {
  auto& l = next();
  if (now_ - l.next_check > missed_after)
    return give_one_more();
  if (is_busy(l, policy_, now_)) {
    l.last_chance = false;
  } else if (!l.last_chance) {
    l.last_chance = true;
  } else {
    // Taken on a window of evidence; `still_up` decides once more on what the
    // engine and the container say right before the call.
    l.want = wanted::stopped;
    l.now = phase::stopping;
    l.why = stop_reason::idle;
    save();
    return ask(call::inspect);
  }
  l.busy_since_check = false;
  l.next_check = now_ + policy_.interval;
  save();
}

void lifecycle_steps::begin_interval() {
  auto& l = next();
  l.last_chance = false;
  l.busy_since_check = false;
  l.next_check = std::max(l.next_check, now_ + policy_.interval);
}

void lifecycle_steps::give_one_more() {
  auto& l = next();
  l.last_chance = true;
  l.next_check = now_ + policy_.interval;
  save();
}

// -- answers of the engine ------------------------------------------------------

call lifecycle_steps::answered() {
  next().failures = 0;
  return std::exchange(next().pending, call::none);
}

void lifecycle_steps::enter_run(incarnation run_id) {
  auto& l = next();
  if (run_id != l.run_id) {
    // A start of ours cleared the activity when it was asked, and the container
    // may have reported since.
    if (l.now != phase::starting) {
      l.active = 0;
      l.reported_at.reset();
      l.busy_since_check = false;
    }
    l.run_id = run_id;
    l.last_chance = false;
    l.next_check = now_ + policy_.initial;
  }
  l.fresh = false;
  l.want = wanted::running;
  l.now = phase::running;
  l.why = stop_reason::none;
  l.stopped_at.reset();
  l.exit_code.reset();
  save();
}

void lifecycle_steps::note_end(const event::saw& what) {
  auto& l = next();
  l.fresh = false;
  l.now = phase::stopped;
  l.active = 0;
  l.busy_since_check = false;
  l.last_chance = false;
  l.stopped_at = now_;
  l.exit_code = what.exit_code;
  l.run_id = what.run_id;
}

void lifecycle_steps::ended(const event::saw& what) {
  note_end(what);
  next().want = wanted::stopped;
  next().why = stop_reason::died;
  save();
}

void lifecycle_steps::has_stopped(const event::saw& what) {
  note_end(what);
  if (next().want == wanted::running) // asked while it was stopping
    start();
  save();
}

void lifecycle_steps::still_up(const event::saw& what, call asked) {
  auto& l = next();
  if (l.want == wanted::running) { // asked for while the stop had not begun
    enter_run(what.run_id);
    begin_interval();
    return settle(errc::none);
  }
  if (l.why == stop_reason::idle) {
    if (what.run_id != l.run_id)
      return enter_run(what.run_id); // decided about an earlier run
    if (asked != call::stop && is_busy(l, policy_, now_)) {
      enter_run(what.run_id);
      return begin_interval();
    }
  }
  const bool same_run = what.run_id == l.run_id;
  l.run_id = what.run_id;
  if (asked == call::stop && same_run)
    return fail_later(); // said to be stopped, and is not
  ask(call::stop);
}

void lifecycle_steps::saw_after_start(const event::saw& what, call asked) {
  auto& l = next();
  if (what.up) {
    enter_run(what.run_id);
    return settle(errc::none);
  }
  if (asked == call::start) { // it ran, and has ended already
    ended(what);
    return settle(errc::none);
  }
  if (!l.start_sent)
    return ask(call::start); // a look that was under way when it was asked
  // A start whose outcome was unknown did not happen.
  settle(errc::engine_refused);
  if (l.fresh)
    return undo();
  note_end(what);
  l.want = wanted::stopped;
  l.why = stop_reason::start_failed;
  save();
}

void lifecycle_steps::found_unfinished(const event::saw& what) {
  if (what.up)
    return enter_run(what.run_id);
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
  l.stopped_at = now_;
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

void lifecycle_steps::fail_later() {
  auto& l = next();
  l.failures = was_.failures + 1;
  l.retry_at = now_ + back_off(l.failures);
}

void lifecycle_steps::retry() {
  switch (next().now) {
    case phase::creating:
      return ask(call::inspect);
    case phase::starting:
      return ask(next().start_sent ? call::inspect : call::start);
    case phase::stopping: {
      const auto& l = next();
      const bool look_first = l.want == wanted::running
                              || l.why == stop_reason::idle;
      return ask(look_first ? call::inspect : call::stop);
    }
    case phase::removing:
      return ask(call::remove);
    case phase::running:
    case phase::stopped:
    case phase::gone:
      return;
  }
}

} // namespace spin
