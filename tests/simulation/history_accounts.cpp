#include "actors/group.hpp"
#include "tests/simulation/history.hpp"
#include "tests/simulation/laws.hpp"

// How the accounts are kept: what the engine does, what clients are told.

namespace spin::test {

namespace {

bool wants_end(wish_kind what) {
  return what == wish_kind::stop || what == wish_kind::remove;
}

bool wants_run(wish_kind what) {
  return what == wish_kind::start || what == wish_kind::hold
         || what == wish_kind::create;
}

} // namespace

bool history::is_calm() const {
  return !faulty_calls_ && !faulty_events_ && !engine_away_ && !stored->away
         && engine->waiting() == 0 && late_events_.empty();
}

circumstances history::now_at() {
  if (!is_calm())
    trouble();
  return {time.now(), calm_since_, policy.report_ttl, lost_until_};
}

void history::listen_to_engine() {
  engine->remembers = false;
  engine->on_asked = [this](const std::string& verb,
                             const simulated_engine::container& what) {
    note_runs();
    take_answers(); // who was answered before this is to be counted on
    auto& whose = book_.of(what.info.labels.at(docker::label::id));
    const bool before = whose.stopped_by_rule;
    if (whose.stop_wished || verb == "start")
      whose.stirred_at = time.now();
    tell("    engine: " + verb + ' ' + what.info.name + ' ' + whose.id);
    try {
      book_.judge_call(verb, what, now_at());
    } catch (const breach& why) {
      // Within an actor: it would be taken for a fault of the actor's.
      if (!found_)
        found_ = why;
    }
    if (whose.stopped_by_rule && !before)
      ++idle_stops_;
  };
  engine->on_call = [this](const std::string& verb) {
    fate how;
    if (!faulty_calls_ || !dice_.one_in(4))
      return how;
    constexpr std::array codes{errc::none, errc::none, errc::engine_refused,
                               errc::engine_down, errc::timed_out,
                               errc::malformed};
    how.code = dice_.any_of(codes);
    // A refusal says that nothing happened; the others may lie.
    how.takes_effect = how.code == errc::none
                       || (how.code != errc::engine_refused && dice_.one_in(2));
    how.when = static_cast<fate::moment>(dice_.below(4));
    if (how.when == fate::moment::never && verb == "version")
      how.when = fate::moment::now;
    if (how.when == fate::moment::never)
      lost_until_ = time.now() + longest_look();
    tell("    fault: " + verb + ' ' + std::string{to_string(how.code)}
         + (how.takes_effect ? " with effect " : " ")
         + std::to_string(static_cast<int>(how.when)));
    return how;
  };
  engine->on_event = [this](const docker::engine_event& what) {
    note_happening(what);
    if (!faulty_events_)
      return true;
    switch (dice_.below(4)) {
      case 0: return false; // lost
      case 1: late_events_.push_back(what); return false;
      case 2: late_events_.push_front(what); return true; // and once more
      default: return true;
    }
  };
}

void history::note_runs() {
  for (auto& [id, whose] : book_.all())
    whose.runs = false;
  for (const auto& [engine_id, c] : engine->containers()) {
    auto& whose = book_.of(c.info.labels.at(docker::label::id));
    whose.runs = c.info.state == docker::run_state::running
                 && c.info.started == whose.shown_run;
  }
}

void history::note_happening(const docker::engine_event& what) {
  const bool started = what.what == docker::happening::started;
  const auto found = engine->containers().find(what.container_id);
  if (found == engine->containers().end()) {
    for (auto& [id, gone] : book_.all())
      if (gone.engine_id == what.container_id)
        gone.stirred_at = time.now();
    return;
  }
  const auto& info = found->second.info;
  auto& whose = book_.of(info.labels.at(docker::label::id));
  if (!whose.stopped_by_rule)
    whose.stirred_at = time.now();
  if (!started && what.what != docker::happening::unpaused)
    return;
  if (started) {
    whose.run_id = info.started;
    whose.run_began = time.now();
  } else {
    whose.resumed_at = time.now();
  }
}

bool history::is_up(const std::string& id) const {
  for (const auto& [engine_id, c] : engine->containers())
    if (c.info.labels.at(docker::label::id) == id)
      return docker::is_up(c.info.state);
  return false;
}

// -- wishes -------------------------------------------------------------------------

void history::send_wish(const directory_entry& whom, wish_kind kind) {
  const auto id = whom.view->who->id;
  auto& whose = book_.of(id);
  open_wish what{id, kind, whose.open_wishes++ == 0, time.now(), {}, {}, {}, {}};
  whose.stop_wished = whose.stop_wished || wants_end(kind);
  whose.remove_wished = whose.remove_wished || kind == wish_kind::remove;
  whose.spoke_at = time.now(); // what was shown before may no longer hold
  whose.promised_stop.reset();
  if (wants_end(kind))
    whose.held_until = {}; // a stop ends all leases
  if (!what.alone) {
    whose.in_doubt = true;
    for (auto& other : open_)
      other.alone = other.alone && other.id != id;
  } else if (wants_end(kind) || wants_run(kind)) {
    // Whoever wants it stopped and is shown so is believed.
    whose.disturbed = kind == wish_kind::stop && is_up(id)
                      && whom.view->life.now == phase::stopped;
    whose.stopped_by_rule = false;
    whose.goes_by_rule = false;
  }
  switch (kind) {
    case wish_kind::create:
    case wish_kind::start:
      what.shown = ask<view_ptr>(time, whom.actor, any_wish{event::start_asked{}}, cause{});
      break;
    case wish_kind::stop:
      what.shown = ask<view_ptr>(time, whom.actor, any_wish{event::stop_asked{}}, cause{});
      break;
    case wish_kind::remove:
      what.plain = ask<done>(time, whom.actor, atom::remove_v, cause{});
      break;
    case wish_kind::release:
      whose.held_until = {};
      what.shown = ask<view_ptr>(time, whom.actor, any_wish{event::keep_alive_asked{span{0}}}, cause{});
      break;
    case wish_kind::hold:
      what.length = 1s * (1 + dice_.below(60));
      whose.held_until = {}; // a shorter one may take its place
      what.shown
        = ask<view_ptr>(time, whom.actor,
                        any_wish{event::keep_alive_asked{what.length}}, cause{});
      break;
    case wish_kind::change: {
      what.change.timeout = 1s * (5 + dice_.below(10));
      if (dice_.one_in(3))
        what.change.disable_timeouts = dice_.one_in(2);
      if (dice_.one_in(4))
        what.change.max_age = 1s * (dice_.one_in(2) ? 0 : 60);
      auto may_be = server_policy{policy, bounds, false};
      auto after = effective(may_be, what.change);
      whose.policy_sent = time.now();
      whose.may_pause = true; // what it was made with stays
      whose.widen(after);
      what.shown = ask<view_ptr>(time, whom.actor, any_wish{what.change}, cause{});
      break;
    }
  }
  open_.push_back(what);
}

void history::take_answers() {
  for (auto i = creates_.begin(); i != creates_.end();) {
    if (!i->shown->here()) {
      ++i;
      continue;
    }
    if (const auto& made = **i->shown; made) {
      const auto& view = **made;
      for (auto& [id, old] : book_.all())
        if (!i->instead_of.empty() && old.engine_id == i->instead_of
            && std::exchange(old.made_again, true))
          throw breach(law::made_again, id + " was made again twice");
      auto& whose = book_.of(view.who->id);
      whose.acknowledged = wish_kind::create;
      whose.widen(policy_of(view, context->policy));
      if (!engine->containers().count(view.who->container_id))
        whose.gone_by_hand = true;
    }
    i = creates_.erase(i);
  }
  for (auto i = open_.begin(); i != open_.end();) {
    const bool here = i->shown ? i->shown->here() : i->plain->here();
    if (!here) {
      ++i;
      continue;
    }
    const auto what = *i;
    i = open_.erase(i);
    take_answer(what, what.shown ? (**what.shown).has_value()
                                 : (**what.plain).has_value());
  }
}

void history::take_answer(const open_wish& what, bool well) {
  auto& whose = book_.of(what.id);
  --whose.open_wishes;
  if (!well || !what.alone || whose.open_wishes > 0) {
    whose.in_doubt = true;
    return;
  }
  if (what.kind == wish_kind::release || what.kind == wish_kind::change)
    return;
  whose.in_doubt = false;
  whose.acknowledged = what.kind;
  if (wants_run(what.kind))
    whose.stop_wished = false;
  if (what.kind == wish_kind::hold) {
    whose.held_until = what.sent + what.length;
    whose.held_run = whose.run_id;
    whose.heard_at = std::max(whose.heard_at, whose.held_until);
  }
}

// -- what is shown, and what is lost ---------------------------------------------------

void history::note_views() {
  // Between a failed write and the next try all is still to be written.
  const bool stored_now
    = time.idle() && !stored->away && health->look(vital::store).well;
  for (auto& [id, whose] : book_.all())
    whose.made_again_for_good
      = whose.made_again_for_good || (stored_now && whose.made_again);
  for (const auto& entry : containers->all())
    book_.of(entry.view->who->id).group = group_key(*entry.view);
  for (const auto& entry : containers->all()) {
    const auto& life = entry.view->life;
    auto& whose = book_.of(entry.view->who->id);
    whose.widen(policy_of(*entry.view, context->policy));
    whose.engine_id = entry.view->who->container_id;
    whose.shown_running = life.now == phase::running;
    if (stored_now && is_listed(*entry.view))
      whose.known_for_good = true;
    if (whose.busy_sent && life.reported_at
        && *life.reported_at >= *whose.busy_sent) {
      whose.busy_at = std::max(whose.busy_at, *whose.busy_sent);
      whose.busy_sent.reset();
    }
    if (stored_now)
      whose.busy_at_stored = whose.busy_at;
    if (life.now == phase::stopping && life.why == stop_reason::idle
        && life.want == wanted::removed)
      book_.judge_going(whose, now_at());
    // While an answer is awaited, perhaps in vain, no moment is sure.
    if (time.idle() && life.now == phase::running
        && life.pending == call::none) {
      whose.shown_stop = stops_at(life, policy_of(*entry.view, context->policy));
      whose.shown_at = time.now();
      whose.shown_stored = stored_now;
      if (whose.promised_stop && whose.shown_stop)
        book_.judge_promise(whose, life.run_id, *whose.shown_stop, now_at());
      whose.shown_run = life.run_id;
    } else if (time.idle() && life.now == phase::running) {
      whose.shown_stop.reset();
    }
  }
}

void history::note_promises() {
  const auto at = now_at();
  for (auto& [id, whose] : book_.all()) {
    const bool sure = whose.shown_stop && whose.shown_stored
                      && at.calm_since < whose.shown_at && whose.spoke_at < whose.shown_at && !whose.in_doubt
                      && book_.rests(whose);
    whose.promised_stop = sure ? whose.shown_stop : std::nullopt;
    whose.promised_run = whose.shown_run;
    whose.promised_at = time.now();
  }
}

void history::note_crash() {
  take_answers();
  for (const auto& what : std::exchange(creates_, {}))
    for (auto& [id, old] : book_.all())
      if (!what.instead_of.empty() && old.engine_id == what.instead_of)
        old.loss_in_doubt = true;
  for (const auto& what : std::exchange(open_, {})) {
    auto& whose = book_.of(what.id);
    --whose.open_wishes;
    whose.in_doubt = true;
  }
  for (auto& [id, whose] : book_.all()) {
    whose.busy_at = whose.busy_at_stored;
    whose.busy_sent.reset();
    whose.shown_stop.reset();
    if (whose.made_again && !whose.made_again_for_good) {
      whose.made_again = false;
      whose.loss_in_doubt = true;
    }
  }
}

void history::disturb(const std::string& engine_id, bool gone) {
  const auto& c = engine->containers().at(engine_id);
  auto& whose = book_.of(c.info.labels.at(docker::label::id));
  whose.disturbed = true;
  whose.gone_by_hand = whose.gone_by_hand || gone;
  whose.held_until = {};
}

} // namespace spin::test
