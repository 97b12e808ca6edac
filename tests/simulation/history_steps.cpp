#include <array>

#include "tests/simulation/history.hpp"
#include "tests/simulation/laws.hpp"

// What can happen in one step.

namespace spin::test {

namespace {

constexpr std::size_t containers_at_most = 4;

/// The engine takes no longer for a stop: the grace, and a moment.
constexpr auto longest_stop = std::chrono::milliseconds{15s};

std::string describe(wish_kind what) {
  constexpr std::array<const char*, 7> words{
    "create", "start", "stop", "remove", "hold", "release", "change"};
  return words[static_cast<std::size_t>(what)];
}

} // namespace

void history::step() {
  switch (dice_.below(20)) {
    case 0:
    case 1: create_one(); break;
    case 2:
    case 3:
    case 4:
    case 5: ask_something(); break;
    case 6:
    case 7:
    case 8: report_something(); break;
    case 9: meddle(); break;
    case 10: break_something(); break;
    case 11:
    case 12: heal_something(); break;
    case 13:
      if (dice_.one_in(4))
        restart_server();
      break;
    case 14: read_everything(); break;
    default: let_time_pass(); break;
  }
  // Sometimes all that follows is done at once, sometimes only a part of it.
  if (dice_.one_in(3))
    work(dice_.below(12));
  else
    time.settle();
}

void history::work(std::size_t messages) {
  for (; messages > 0 && time.step(); --messages) {
    // nop
  }
}

// -- clients ----------------------------------------------------------------------

void history::create_one() {
  if (containers->all().size() >= containers_at_most || !serves())
    return;
  if (recreate_one())
    return;
  tell("create");
  create_request what{"app", {}};
  if (dice_.one_in(3))
    what.own.on_idle = dice_.one_in(2) ? idle_action::pause : idle_action::remove;
  if (dice_.one_in(6))
    what.own.max_age = 150s;
  if (dice_.one_in(8))
    what.own.disable_timeouts = true;
  if (dice_.one_in(2))
    join_group(what.options);
  creates_.push_back({ask<view_ptr>(time, registry, atom::create_v, what), {}});
}

/// Of two groups; sometimes it depends on another one, perhaps of its group.
void history::join_group(create_options& what) {
  what.group = dice_.one_in(2) ? "red" : "blue";
  const auto all = containers->list();
  if (!all.empty() && dice_.one_in(3))
    what.depends_on = {dice_.any_of(all)->who->name};
}

/// Sometimes, if one has vanished: by one client, or by two at once.
bool history::recreate_one() {
  const auto all = context->vanished->all();
  if (all.empty() || !dice_.one_in(2))
    return false;
  const auto old = dice_.any_of(all);
  tell("recreate " + old->name);
  create_request what;
  what.image = old->image;
  what.own = old->own;
  what.options = old->options;
  what.instead_of = old->container_id;
  for (auto clients = dice_.one_in(3) ? 2 : 1; clients > 0; --clients)
    creates_.push_back({ask<view_ptr>(time, registry, atom::create_v, what),
                        old->container_id});
  return true;
}

void history::ask_something() {
  const auto all = containers->list();
  if (all.empty() || !serves())
    return;
  const auto& who = *dice_.any_of(all)->who;
  const auto whom = containers->get(who.id);
  if (!whom || !whom->actor)
    return;
  constexpr std::array kinds{wish_kind::start,  wish_kind::start,
                             wish_kind::start,  wish_kind::stop,
                             wish_kind::stop,   wish_kind::hold,
                             wish_kind::hold,   wish_kind::release,
                             wish_kind::change, wish_kind::remove};
  const auto kind = dice_.any_of(kinds);
  tell(describe(kind) + ' ' + who.name);
  send_wish(*whom, kind);
}

// -- containers -------------------------------------------------------------------

/// As a check-in comes: from the address that a running container has now, or
/// with its token and late.
void history::report_something() {
  const auto& all = engine->containers();
  if (all.empty() || !serves())
    return;
  auto i = all.begin();
  std::advance(i, static_cast<std::ptrdiff_t>(dice_.below(all.size())));
  const auto& info = i->second.info;
  const auto& id = info.labels.at(docker::label::id);
  const auto entry = containers->get(id);
  const bool can_speak = info.state == docker::run_state::running;
  if (!entry || !entry->actor || (!can_speak && !dice_.one_in(4)))
    return;
  spin::report said;
  said.active = dice_.one_in(2) ? 0 : 1 + dice_.below(3);
  if (dice_.one_in(6))
    said.busy_for = 5s * dice_.below(8);
  tell("report " + info.name + ' ' + std::to_string(*said.active));
  caf::anon_send(entry->actor, any_event{event::reported{said}});
  auto& whose = book_.of(id);
  whose.spoke_at = time.now();
  whose.promised_stop.reset();
  if (can_speak) {
    whose.heard_at = time.now();
    if (said.busy_for)
      whose.heard_at = std::max(whose.heard_at, time.now() + *said.busy_for);
    if (*said.active > 0)
      whose.busy_sent = time.now();
  }
}

// -- people beside us ---------------------------------------------------------------

void history::meddle() {
  const auto& all = engine->containers();
  if (all.empty())
    return;
  auto i = all.begin();
  std::advance(i, static_cast<std::ptrdiff_t>(dice_.below(all.size())));
  const auto id = i->first;
  const auto state = i->second.info.state;
  const bool up = docker::is_up(state);
  const auto kind = dice_.below(7);
  const bool gone = kind == 0;
  tell("meddle " + std::to_string(kind) + ' ' + i->second.info.name);
  disturb(id, gone);
  trouble();
  switch (kind) {
    case 0: return engine->remove_by_hand(id);
    case 1:
      if (up)
        engine->end_by_itself(id, 3);
      return;
    case 2:
      if (up)
        engine->stop_by_hand(id);
      return;
    case 3:
      if (!up)
        engine->start_by_hand(id);
      return;
    case 4:
      if (state == docker::run_state::running)
        freeze(id);
      return;
    case 5:
      if (state == docker::run_state::paused)
        engine->resume_by_hand(id);
      return;
    default:
      return engine->rename_by_hand(id, "renamed" + std::to_string(made_++));
  }
}

void history::freeze(const std::string& engine_id) {
  const auto& c = engine->containers().at(engine_id);
  book_.of(c.info.labels.at(docker::label::id)).frozen_at = time.now();
  engine->pause_by_hand(engine_id);
}

// -- faults -------------------------------------------------------------------------

void history::break_something() {
  trouble();
  const auto kind = dice_.below(9);
  tell("break " + std::to_string(kind));
  switch (kind) {
    case 0:
    case 1: faulty_calls_ = true; return;
    case 2: faulty_events_ = true; return;
    case 3:
      engine_away_ = true;
      return engine->set_down(true);
    case 4: return engine->break_stream();
    case 5: return restart_engine();
    case 6: stored->away = true; return;
    case 7: stored->lose_answer = true; return;
    default:
      wall_jump += dice_.one_in(2) ? 5h : -5h;
      return;
  }
}

void history::restart_engine() {
  for (const auto& [id, c] : engine->containers())
    if (docker::is_up(c.info.state))
      disturb(id, false);
  engine->restart();
}

void history::heal_something() {
  switch (dice_.below(5)) {
    case 0: faulty_calls_ = false; break;
    case 1: faulty_events_ = false; break;
    case 2:
      engine_away_ = false;
      engine->set_down(false);
      break;
    case 3: stored->away = false; break;
    default: break;
  }
  if (engine->waiting() > 0)
    engine->release_one(dice_.below(engine->waiting()));
  if (!late_events_.empty()) {
    engine->tell_listener(late_events_.front());
    late_events_.pop_front();
  }
}

void history::restart_server() {
  tell("kill");
  note_promises();
  trouble();
  // What the engine was asked before may still happen.
  while (engine->waiting() > 0 && dice_.one_in(2))
    engine->release_one(dice_.below(engine->waiting()));
  note_crash();
  crash();
  time.end_waiting();
  if (dice_.one_in(4))
    reboot_machine();
  if (engine->waiting() > 0)
    stopping_until_ = time.now() + dice_.up_to(longest_stop);
  if (dice_.one_in(3)) {
    finish_stops();
    time.advance(dice_.up_to(200s));
  }
  if (dice_.one_in(5))
    wall_jump += dice_.one_in(2) ? 3h : -3h;
  trouble();
  begin();
}

/// The engine goes down with the server, and no clock of the next run of the
/// machine can be compared with those of this one.
void history::reboot_machine() {
  tell("reboot");
  restart_engine();
  for (auto& [id, whose] : book_.all())
    whose.promised_stop.reset();
  boot_name = "run " + std::to_string(made_++) + " of the machine";
}

// -- time and looks -------------------------------------------------------------------

void history::let_time_pass() {
  constexpr std::array spans{50ms, 1000ms, 5000ms, 10000ms, 40000ms};
  const auto length = dice_.up_to(dice_.any_of(spans));
  tell("wait " + std::to_string(length.count()));
  const auto end = time.now() + length;
  if (stopping_until_ && *stopping_until_ <= end) {
    time.advance(std::max(*stopping_until_ - time.now(), span{0}));
    finish_stops();
  }
  time.advance(end - time.now());
}

void history::finish_stops() {
  stopping_until_.reset();
  while (engine->waiting() > 0)
    engine->release_one(0);
}

void history::read_everything() {
  time.settle();
  const auto before = containers->all();
  for (const auto& view : containers->list()) {
    static_cast<void>(containers->find(view->who->container_id));
    static_cast<void>(stops_at(view->life, policy_of(*view, context->policy)));
  }
  const auto armed = time.alarms();
  time.settle();
  if (armed != time.alarms())
    throw breach(law::reading, "a look armed an alarm");
  for (const auto& entry : before)
    if (const auto now = containers->get(entry.view->who->id);
        now && now->view != entry.view)
      throw breach(law::reading, entry.view->who->id + " changed");
}

} // namespace spin::test
