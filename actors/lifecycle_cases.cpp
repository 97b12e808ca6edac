#include "actors/lifecycle_cases.hpp"

#include <algorithm>
#include <array>
#include <iterator>

namespace spin {

namespace {

using namespace std::chrono_literals;


template <class T>
bool is(const any_event& what) {
  return std::holds_alternative<T>(what);
}

/// Returns the calls that can be under way in a phase.
std::vector<call> calls_in(phase now) {
  switch (now) {
    case phase::creating:
      return {call::none, call::create, call::inspect};
    case phase::starting:
      return {call::none, call::start, call::inspect};
    case phase::running:
    case phase::stopped:
    case phase::paused:
      return {call::none, call::inspect};
    case phase::stopping:
      return {call::none,    call::stop,  call::inspect,
              call::start,   call::pause, call::resume};
    case phase::pausing:
      return {call::none, call::pause, call::inspect};
    case phase::resuming:
      return {call::none, call::resume, call::inspect, call::pause};
    case phase::removing:
      return {call::none,  call::remove, call::inspect, call::start,
              call::stop,  call::pause,  call::resume};
    case phase::gone:
      return {call::none};
  }
  return {};
}

/// Returns whether an event of the kind of `what` can answer that call.
bool answers(const any_event& what, call asked) {
  if (is<event::made>(what))
    return asked == call::create;
  if (is<event::removed>(what))
    return asked == call::remove;
  if (is<event::saw>(what))
    return asked != call::none && asked != call::create
           && asked != call::remove;
  return asked != call::none;
}

bool is_answer(const any_event& what) {
  return is<event::made>(what) || is<event::saw>(what)
         || is<event::removed>(what) || is<event::failed>(what);
}

table_question::value pending(call what, std::string words) {
  return {std::move(words), [what](table_case& c) {
            c.was.pending = what;
            c.was.start_sent = c.was.start_sent || what == call::start;
          }};
}

/// Which call is under way, or has just been answered.
table_question calls(phase now, const any_event& what) {
  static constexpr std::array all{call::create, call::start, call::inspect, call::stop,
                           call::remove, call::pause, call::resume};
  table_question result;
  auto possible = calls_in(now);
  if (is_answer(what)) {
    std::erase_if(possible, [&](call c) { return !answers(what, c); });
    if (possible.empty())
      std::copy_if(all.begin(), all.end(), std::back_inserter(possible),
                   [&](call c) { return answers(what, c); });
  }
  for (const auto c : possible) {
    const auto name = std::string{to_string(c)};
    if (c == call::none)
      result.values.push_back(pending(c, "no call is under way"));
    else
      result.values.push_back(pending(
        c, (is_answer(what) ? "after " : "during ") + name));
  }
  return result;
}

template <class T>
table_question::value state(std::string words, T lifecycle::*field, T value) {
  return {std::move(words), [=](table_case& c) { c.was.*field = value; }};
}

table_question wishes(phase now) {
  if (now == phase::stopping)
    return {{state("it is to stop", &lifecycle::want, wanted::stopped),
             state("it is wanted again", &lifecycle::want, wanted::running)}};
  if (now == phase::pausing)
    return {{state("it is to pause", &lifecycle::want, wanted::paused),
             state("it is wanted again", &lifecycle::want, wanted::running)}};
  return {};
}

table_question reasons(phase now) {
  const auto why = [](std::string words, stop_reason what) {
    return state(std::move(words), &lifecycle::why, what);
  };
  if (now == phase::stopping)
    return {{why("it was asked to", stop_reason::asked),
             why("it is idle", stop_reason::idle),
             why("it reached max_age", stop_reason::max_age)}};
  if (now == phase::stopped)
    return {{why("why is known", stop_reason::asked),
             {"it died", [](table_case& c) {
                c.was.why = stop_reason::died;
                c.was.ended = ended_run{table_now, 0, stop_reason::died, false};
              }}}};
  return {};
}

table_question freshness(phase now) {
  if (now != phase::starting)
    return {};
  return {{state("it has run before", &lifecycle::fresh, false),
           state("its create is not answered", &lifecycle::fresh, true)}};
}

table_question start_sent(phase now) {
  if (now != phase::starting)
    return {};
  return {{state("its start was sent", &lifecycle::start_sent, true),
           state("its start was not sent yet", &lifecycle::start_sent,
                 false)}};
}

table_question evidence_at(phase now) {
  if (now != phase::stopping && now != phase::pausing)
    return {};
  return {{{"it is not used", [](table_case&) {}},
           state("somebody uses it", &lifecycle::busy_since_check, true),
           {"its group is in use", [](table_case& c) {
              c.policy.group_until = table_now + 1h;
            }},
           state("that was decided before our restart", &lifecycle::stale,
                 true)}};
}

table_question who_stopped(phase now) {
  if (now != phase::running && now != phase::paused)
    return {};
  return {{state("no stop was noticed", &lifecycle::stop_noticed, false),
           state("a stop of others was noticed", &lifecycle::stop_noticed,
                 true)}};
}

wanted usual_wish(phase now) {
  switch (now) {
    case phase::creating:
    case phase::starting:
    case phase::running:
    case phase::resuming:
      return wanted::running;
    case phase::stopping:
    case phase::stopped:
      return wanted::stopped;
    case phase::pausing:
    case phase::paused:
      return wanted::paused;
    case phase::removing:
    case phase::gone:
      return wanted::removed;
  }
  return wanted::running;
}

} // namespace

const std::vector<phase>& table_phases() {
  static const std::vector<phase> all{
    phase::creating, phase::starting, phase::running,  phase::stopping,
    phase::stopped,  phase::pausing,  phase::paused,   phase::resuming,
    phase::removing, phase::gone};
  return all;
}

const std::vector<table_event>& table_events() {
  static const std::vector<table_event> all{
    {"A client creates it", event::create_asked{}},
    {"A client wants it to run", event::start_asked{}},
    {"A client wants it stopped", event::stop_asked{}},
    {"A client wants it removed", event::remove_asked{}},
    {"A client takes a lease or gives it back", event::keep_alive_asked{}},
    {"A client changes its policy", event::policy_changed{}},
    {"It reports", event::reported{}},
    {"An alarm rings", event::alarm_rang{}},
    {"We start again with its record", event::recovered{}},
    {"The store was found emptied", event::store_emptied{}},
    {"The engine's listing shows it", event::listed{}},
    {"The engine's listing does not show it", event::not_listed{}},
    {"The engine's event stream tells of it", event::noticed{}},
    {"The engine made it", event::made{}},
    {"The engine tells how it is", event::saw{}},
    {"The engine removed it", event::removed{}},
    {"A call of the engine failed", event::failed{}}};
  return all;
}

table_case plain_case(phase now, const any_event& what) {
  table_case result{{}, {}, what};
  auto& was = result.was;
  was.now = now;
  was.want = usual_wish(now);
  was.fresh = now == phase::creating;
  was.run_id = table_run;
  was.began = table_now - 1h;
  was.next_check = table_now + 1h;
  if (now == phase::pausing || now == phase::paused)
    was.why = stop_reason::idle;
  return result;
}

std::vector<table_question> questions_of(phase now, const any_event& what) {
  std::vector<table_question> all{start_sent(now), freshness(now), wishes(now), reasons(now),
                evidence_at(now),   who_stopped(now)};
  if (is<event::recovered>(what)) // nothing is under way then
    all.erase(all.begin());
  else
    all.push_back(calls(now, what));
  ask_about_event(all, what);
  std::erase_if(all, [](const table_question& q) { return q.values.empty(); });
  return all;
}

} // namespace spin
