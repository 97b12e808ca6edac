#pragma once

#include <utility>

#include "actors/lifecycle.hpp"

namespace spin {

/// The steps that the cells of the table share, each with the effects that
/// belong to it. A scratch pad of `decide`: made for one event, then taken.
class lifecycle_steps {
public:
  lifecycle_steps(const lifecycle& was, const idle_policy& policy, instant now)
    : was_(was), policy_(policy), now_(now), out_{was, {}, errc::none} {
    // nop
  }

  lifecycle& next() { return out_.next; }
  const idle_policy& policy() const { return policy_; }
  instant now() const { return now_; }
  bool idle() const { return out_.next.pending == call::none; }

  /// Ends the event: what is to be done whatever happened.
  decision take();

  // -- effects ------------------------------------------------------------------

  void commit();
  void save();
  void ask(call what);
  void settle(errc code);
  /// Drops all that this event did: the wish cannot be granted.
  void refuse(errc code);

  // -- wishes -------------------------------------------------------------------

  /// Notes the wish; it is stored before anything is done about it.
  void want(wanted what);
  void hold(span length);
  /// Looks whether it runs before those who want that are answered.
  void confirm();
  void start();
  void stop(stop_reason why);
  void resume();
  void remove();
  /// What is used while it is stopped for idleness is not removed thereafter.
  void spare_if_used();
  /// The idle clock begins anew under a changed policy.
  void restart_clock();

  // -- the idle clock -----------------------------------------------------------

  /// The looks that are due.
  void tend();
  /// A busy look was just had, so to speak: somebody uses or wants it.
  void begin_interval();
  /// One more interval, since reports could not reach us.
  void give_one_more();

  // -- answers of the engine ----------------------------------------------------

  /// Notes that the pending call has ended; returns which it was.
  call answered();
  /// It runs (or is frozen): a new run starts a new clock.
  void enter_run(const event::saw& what);
  void enter_pause(const event::saw& what, stop_reason why);
  void saw_running(const event::saw& what);
  void look_failed(errc code);
  /// Those who wait for it to run are answered, after one more look if the last
  /// one is older than their wish.
  void settle_run();
  /// It goes on after all: those who wait for it are answered.
  void go_on(const event::saw& what);
  /// It ended without our doing.
  void ended(const event::saw& what);
  /// As `ended`, and starts it again if a client wants it running.
  void ended_but_wanted(const event::saw& what);
  void has_stopped(const event::saw& what);
  /// It runs although it is to stop, or to pause.
  void still_up(const event::saw& what, call asked);
  void still_moving(const event::saw& what, call asked);
  void saw_after_start(const event::saw& what, call asked);
  void saw_paused(const event::saw& what);
  void saw_after_resume(const event::saw& what, call asked);
  /// A create that a restart of ours cut short.
  void found_unfinished(const event::saw& what);
  void create_failed(errc code, call asked);
  void start_failed(errc code, call asked);
  void resume_failed(errc code, call asked);
  /// The engine does not have it any more.
  void vanish();
  /// Tries again after a pause that grows.
  void fail_later();
  /// Does again what the phase asks for.
  void retry();

private:
  void look();
  /// It is idle: its end comes when its group has come to that, too.
  void end_with_group();
  void stop_waiting_if_used();
  void act_on_idleness();
  void stop_for_age();
  void warn_if_due();
  /// Returns whether a stop or pause that we decided ourselves does not apply
  /// to what the engine shows, and undoes it then.
  bool called_off(const event::saw& what);
  /// Returns whether the engine may be about to end that run for us.
  bool may_be_stopping(const event::saw& what) const;
  /// When that can be so no longer.
  instant stop_over_at() const;
  void know_run(incarnation run_id);
  void undo();
  void note_end(const event::saw& what, stop_reason why);

  const lifecycle& was_;
  const idle_policy& policy_;
  instant now_;
  decision out_;
};

// The cells: one function for each event, one case for each phase.

void on(lifecycle_steps&, const event::create_asked&);
void on(lifecycle_steps&, const event::start_asked&);
void on(lifecycle_steps&, const event::stop_asked&);
void on(lifecycle_steps&, const event::remove_asked&);
void on(lifecycle_steps&, const event::keep_alive_asked&);
void on(lifecycle_steps&, const event::policy_changed&);
void on(lifecycle_steps&, const event::reported&);
void on(lifecycle_steps&, const event::alarm_rang&);
void on(lifecycle_steps&, const event::recovered&);
void on(lifecycle_steps&, const event::store_emptied&);
void on(lifecycle_steps&, const event::not_listed&);
void on(lifecycle_steps&, const event::listed&);
void on(lifecycle_steps&, const event::noticed&);
void on(lifecycle_steps&, const event::made&);
void on(lifecycle_steps&, const event::saw&);
void on(lifecycle_steps&, const event::removed&);
void on(lifecycle_steps&, const event::failed&);

} // namespace spin
