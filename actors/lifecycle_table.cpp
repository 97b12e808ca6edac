#include "actors/lifecycle_table.hpp"

#include <algorithm>

#include "actors/decision_tree.hpp"
#include "actors/lifecycle_cases.hpp"

namespace spin {

namespace {

constexpr const char* introduction
  = R"(# What happens to a container, and what follows

A container is always in one *phase*. Something happens to it (an *event*: a
client's wish, a report, an alarm, an answer of the engine), and then its phase
may change and there may be *effects*. One pure function, `decide` in
`actors/lifecycle.hpp`, says what follows. **This page is printed by asking that
function** about every phase, every event and every state on which the answer
depends (`actors/lifecycle_table.cpp`); a test fails when the two differ. No cell
is undefined.

How to read an answer:

- **→ phase**: the phase it is in from now on. *stored first*: nothing happens
  before the new state is in the store; *stored*: it is written soon.
- *ask create, start, inspect, stop, remove, pause, resume*: the one call that is
  made to the engine. At most one is under way for a container.
- *answer*: those who wait for the container to run, if any, are told so, or why
  not (*answer why*: as the engine said).
- *refused*: the client is told so, and nothing changes.
- *noted*: remembered, with no other effect; *try again later*: after a pause that
  grows up to a minute, for ever; *forget*: its record is dropped.
- "-": nothing at all.

What does not matter for an answer is not mentioned; *otherwise* is all the rest
of what stands beside it. "During" a call means that its answer is still to come.
An event that cannot come in a phase is answered as well.
)";

// -- one answer in words --------------------------------------------------------

std::string words_of(const effect::commit&) { return "stored first"; }
std::string words_of(const effect::save&) { return "stored"; }
std::string words_of(const effect::ask_engine& what) {
  return "ask " + std::string{to_string(what.what)};
}
std::string words_of(const effect::settle& how) {
  return how.code == errc::none ? "answer that it runs"
                                : "answer " + std::string{to_string(how.code)};
}
std::string words_of(const effect::warn&) { return "say that it stops soon"; }
std::string words_of(const effect::forget&) { return "forget"; }

using phrases = std::vector<std::string>;

std::string joined(const phrases& all, const char* between) {
  std::string result;
  for (const auto& one : all)
    result += (result.empty() ? "" : between) + one;
  return result;
}

/// Names what else is remembered now, if it tells a reader something.
void name_changes(phrases& all, const lifecycle& was, const lifecycle& next) {
  if (next.want != was.want)
    all.push_back("wanted: " + std::string{to_string(next.want)});
  if (next.why != was.why)
    all.push_back("reason: " + std::string{to_string(next.why)});
  if (next.dirty && !was.dirty)
    all.push_back("look again when the call has ended");
  if (next.failures > was.failures)
    all.push_back("try again later");
  if (next.next_check > was.next_check && next.now == phase::running)
    all.push_back("another look later");
}

std::string answer_to(const table_case& c) {
  const auto d = decide(c.was, c.policy, c.what, table_now);
  if (d.refusal != errc::none)
    return "refused: " + std::string{to_string(d.refusal)};
  phrases all;
  if (d.next.now != c.was.now)
    all.push_back("**→ " + std::string{to_string(d.next.now)} + "**");
  const auto* failed = std::get_if<event::failed>(&c.what);
  for (const auto& effect : d.effects)
    if (failed && effect == any_effect{effect::settle{failed->code}})
      all.push_back("answer why");
    else
      all.push_back(
        std::visit([](const auto& x) { return words_of(x); }, effect));
  name_changes(all, c.was, d.next);
  if (!all.empty())
    return joined(all, ", ");
  auto same = c.was;
  same.pending = d.next.pending; // that a call has ended goes without saying
  same.failures = d.next.failures;
  return d.next == same ? "-" : "noted";
}

/// Prints the answers of one phase to one event.
std::string cell(phase now, const any_event& what) {
  const auto questions = questions_of(now, what);
  std::vector<std::size_t> sizes;
  for (const auto& question : questions)
    sizes.push_back(question.values.size());
  const auto answer = [&](const std::vector<std::size_t>& values) {
    auto one = plain_case(now, what);
    for (std::size_t q = 0; q < questions.size(); ++q)
      questions[q].values[values[q]].set(one);
    return answer_to(one);
  };
  const auto words = [&](std::size_t q, const std::vector<std::size_t>& values) {
    phrases all;
    for (const auto value : values)
      all.push_back(questions[q].values[value].words);
    return joined(all, " or ");
  };
  return decision_tree{sizes, answer, words}.text();
}

/// Prints all about one event; phases that answer alike stand together.
std::string section(const table_event& of) {
  std::vector<std::pair<phrases, std::string>> rows;
  for (const auto now : table_phases()) {
    const auto text = cell(now, of.what);
    const auto name = '`' + std::string{to_string(now)} + '`';
    const auto known
      = std::find_if(rows.begin(), rows.end(),
                     [&](const auto& row) { return row.second == text; });
    if (known == rows.end())
      rows.push_back({{name}, text});
    else
      known->first.push_back(name);
  }
  auto result = "\n## " + of.title + "\n\n";
  for (const auto& [phases, text] : rows)
    result += "- " + joined(phases, ", ") + ':' + text + '\n';
  return result;
}

} // namespace

std::string lifecycle_table() {
  std::string result = introduction;
  for (const auto& one : table_events())
    result += section(one);
  return result;
}

} // namespace spin
