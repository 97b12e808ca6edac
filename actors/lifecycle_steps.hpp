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
  decision take() { return std::move(out_); }

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
  void start();
  void stop(stop_reason why);
  void remove();

  // -- the idle clock -----------------------------------------------------------

  /// The look at its activity that was due.
  void look();
  /// A busy look was just had, so to speak: somebody uses or wants it.
  void begin_interval();
  /// One more interval, since reports could not reach us.
  void give_one_more();

  // -- answers of the engine ----------------------------------------------------

  /// Notes that the pending call has ended; returns which it was.
  call answered();
  /// It runs, as `run_id`: a new run starts a new clock.
  void enter_run(incarnation run_id);
  /// It ended without our doing.
  void ended(const event::saw& what);
  void has_stopped(const event::saw& what);
  /// It runs although it is to stop.
  void still_up(const event::saw& what, call asked);
  void saw_after_start(const event::saw& what, call asked);
  /// A create that a restart of ours cut short.
  void found_unfinished(const event::saw& what);
  void create_failed(errc code, call asked);
  void start_failed(errc code, call asked);
  /// The engine does not have it any more.
  void vanish();
  /// Tries again after a pause that grows.
  void fail_later();
  /// Does again what the phase asks for.
  void retry();

private:
  void undo();
  void note_end(const event::saw& what);

  const lifecycle& was_;
  const idle_policy& policy_;
  instant now_;
  decision out_;
};

} // namespace spin
