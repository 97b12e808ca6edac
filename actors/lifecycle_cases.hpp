#pragma once

#include <functional>
#include <string>
#include <vector>

#include "actors/lifecycle.hpp"

// The states of a container and the kinds of each event for which the table of
// phases and events is printed.

namespace spin {

/// What `decide` is asked about.
struct table_case {
  lifecycle was;
  idle_policy policy;
  any_event what;
};

/// One thing on which an answer may depend.
struct table_question {
  /// A possible state of that thing, in words that follow "if ...".
  struct value {
    std::string words;
    std::function<void(table_case&)> set;
  };
  std::vector<value> values;
};

/// All about one event.
struct table_event {
  std::string title;
  any_event what;
};

/// When the table takes place.
inline constexpr instant table_now{std::chrono::hours{1000}};

/// The run that containers of the table are in.
inline constexpr incarnation table_run{7};

/// All phases and all events, in the order of the page.
const std::vector<phase>& table_phases();
const std::vector<table_event>& table_events();

/// Returns a container in that phase to which `what` happens, with nothing
/// special about it.
table_case plain_case(phase now, const any_event& what);

/// Returns what the answer to `what` in that phase may depend on. Only states
/// that a container can be in, except where an event cannot come in a phase:
/// then as if it did.
std::vector<table_question> questions_of(phase now, const any_event& what);

/// Adds what the answer depends on that only `what` itself says.
void ask_about_event(std::vector<table_question>& all, const any_event& what);

} // namespace spin
