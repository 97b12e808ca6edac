#include "actors/lifecycle_cases.hpp"

// What each event itself can say, and what matters for it alone.

namespace spin {

namespace {

using namespace std::chrono_literals;
using docker::happening;

constexpr incarnation later_run{8};

table_question idle_actions() {
  const auto on_idle = [](idle_action what) {
    return table_question::value{
      "on_idle is " + std::string{to_string(what)},
      [what](table_case& c) { c.policy.on_idle = what; }};
  };
  return {{on_idle(idle_action::stop), on_idle(idle_action::pause),
           on_idle(idle_action::remove)}};
}

/// What the others of its group do.
table_question groups() {
  return {{{"its group is at its end, too, or it has none", [](table_case&) {}},
           {"its group is in use", [](table_case& c) {
              c.policy.group_until = table_now + 1h;
            }}}};
}

/// Whether it would be stopped but for its group.
table_question waiting() {
  return {{{"it does not wait for its group", [](table_case&) {}},
           {"it waits for its group", [](table_case& c) {
              if (c.was.now == phase::running)
                c.was.waits_for_group = true;
            }}}};
}

/// What may be due when an alarm rings.
table_question moments() {
  const auto check = [](table_case& c, span away, bool last) {
    c.was.next_check = table_now + away;
    c.was.last_chance = last;
  };
  const auto retry = [](table_case& c, span away) {
    c.was.failures = 1;
    c.was.retry_at = table_now + away;
  };
  return {
    {{"nothing is due", [](table_case&) {}},
     {"it stops soon", [=](table_case& c) { check(c, 30s, true); }},
     {"a look is due and it is in use",
      [=](table_case& c) {
        check(c, 0s, true);
        c.was.busy_since_check = true;
      }},
     {"a look is due and it is idle",
      [=](table_case& c) { check(c, 0s, false); }},
     {"a look is due and it is idle again",
      [=](table_case& c) { check(c, 0s, true); }},
     {"it waits for its group",
      [=](table_case& c) {
        check(c, -1h, true);
        c.was.waits_for_group = c.was.now == phase::running;
      }},
     {"a look was missed by far", [=](table_case& c) { check(c, -1h, true); }},
     {"it reached max_age",
      [](table_case& c) {
        c.policy.max_age = 1h;
        c.was.began = table_now - 2h;
      }},
     {"a retry is due", [=](table_case& c) { retry(c, 0s); }},
     {"a retry is due later", [=](table_case& c) { retry(c, 1s); }}}};
}

template <class Event>
table_question::value says(std::string words, Event what) {
  return {std::move(words), [what](table_case& c) { c.what = what; }};
}

using question_list = std::vector<table_question>;

void ask_about(question_list& all, const event::create_asked&) {
  // Last, as it overrides what the others say.
  all.push_back({{{"it has begun already", [](table_case&) {}},
                  {"nothing exists yet", [](table_case& c) {
                     if (c.was.now == phase::creating)
                       c.was = {};
                   }}}});
}

void ask_about(question_list& all, const event::keep_alive_asked&) {
  all.push_back({{says("it takes a lease", event::keep_alive_asked{1h}),
                  says("it gives one back", event::keep_alive_asked{0s})}});
}

void ask_about(question_list& all, const event::reported&) {
  all.push_back({{says("it is in use", event::reported{{3, {}}}),
                  says("it is not in use", event::reported{{0, {}}}),
                  says("it takes a lease", event::reported{{{}, 1h}})}});
  all.push_back(waiting());
}

void ask_about(question_list& all, const event::alarm_rang&) {
  all.push_back(moments());
  all.push_back(groups());
  all.push_back(idle_actions());
}

void ask_about(question_list& all, const event::recovered&) {
  all.push_back({{{"its look is still to come", [](table_case&) {}},
                  {"its look was due meanwhile", [](table_case& c) {
                     c.was.next_check = table_now - 1s;
                   }}}});
}

void ask_about(question_list&, const event::store_emptied&) {
  // nop: the phase says it all
}

void ask_about(question_list& all, const event::listed&) {
  all.push_back({{says("it runs", event::listed{true, false, false}),
                  says("it is paused", event::listed{true, false, true}),
                  says("it is down", event::listed{false, false, false})}});
  all.push_back({{{"as it was", [](table_case&) {}},
                  {"with other ports, addresses or name", [](table_case& c) {
                     std::get<event::listed>(c.what).differs = true;
                   }}}});
}

void ask_about(question_list& all, const event::noticed&) {
  const std::pair<const char*, happening> words[]{
    {"it says started", happening::started},
    {"it says died", happening::died},
    {"it says stopped", happening::stopped},
    {"it says paused", happening::paused},
    {"it says unpaused", happening::unpaused},
    {"it says renamed", happening::renamed},
    {"it says oom", happening::oom},
    {"it says destroyed", happening::destroyed},
    {"it says health_changed", happening::health_changed}};
  table_question what;
  for (const auto& [word, happened] : words)
    what.values.push_back(says(word, event::noticed{happened, 7}));
  all.push_back(std::move(what));
  all.push_back({{{"about this run", [](table_case&) {}},
                  {"about an earlier run", [](table_case& c) {
                     std::get<event::noticed>(c.what).at = 3;
                   }}}});
}

void ask_about(question_list& all, const event::saw&) {
  all.push_back({{says("it runs", event::saw{true, table_run}),
                  says("it is paused", event::saw{true, table_run, 0, true}),
                  says("it is down", event::saw{false, table_run})}});
  const auto run = [](incarnation which) {
    return [which](table_case& c) {
      auto& seen = std::get<event::saw>(c.what);
      if (which != incarnation::none || !seen.up)
        seen.run_id = which;
    };
  };
  all.push_back({{{"in the run we know", [](table_case&) {}},
                  {"in a later run", run(later_run)},
                  {"and never ran", run(incarnation::none)}}});
  all.push_back(idle_actions());
}

void ask_about(question_list& all, const event::failed&) {
  table_question how;
  const std::pair<const char*, errc> codes[]{
    {"the container is gone", errc::no_such_container},
    {"the engine refused", errc::engine_refused},
    {"the name is taken", errc::conflict},
    {"the image is gone", errc::no_such_image},
    {"the engine is away", errc::engine_down},
    {"it took too long", errc::timed_out},
    {"the answer was unreadable", errc::malformed},
    {"of a fault of ours", errc::internal}};
  for (const auto& [words, code] : codes)
    how.values.push_back(says(words, event::failed{code}));
  all.push_back(std::move(how));
}

template <class Event>
void ask_about(question_list&, const Event&) {
  // nop: it says no more than that it happened
}

} // namespace

void ask_about_event(std::vector<table_question>& all, const any_event& what) {
  std::visit([&all](const auto& x) { ask_about(all, x); }, what);
}

} // namespace spin
