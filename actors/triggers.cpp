#include "actors/triggers.hpp"

#include <algorithm>

namespace spin {

namespace {

struct finder {
  const lifecycle& was;
  const lifecycle& next;

  using found = std::optional<trigger>;

  // Wishes come from requests, and their shells know which.
  found operator()(const event::create_asked&) const { return std::nullopt; }
  found operator()(const event::start_asked&) const { return std::nullopt; }
  found operator()(const event::stop_asked&) const { return std::nullopt; }
  found operator()(const event::remove_asked&) const { return std::nullopt; }
  found operator()(const event::keep_alive_asked&) const {
    return std::nullopt;
  }
  found operator()(const event::policy_changed&) const { return std::nullopt; }

  found operator()(const event::reported&) const { return trigger::report; }
  found operator()(const event::alarm_rang&) const {
    if (is_working(was.now))
      return std::nullopt; // the pause after a failure is over
    const bool for_age =
        next.now == phase::stopping && next.why == stop_reason::max_age;
    return for_age ? trigger::age_check : trigger::idle_check;
  }
  found operator()(const event::recovered&) const { return trigger::recovery; }
  found operator()(const event::store_emptied&) const {
    return trigger::recovery;
  }
  // Work that is only tried again goes on as what it was.
  found operator()(const event::not_listed&) const {
    return unless_working(trigger::pass);
  }
  found operator()(const event::listed&) const {
    return unless_working(trigger::pass);
  }
  found operator()(const event::noticed&) const {
    return unless_working(trigger::event);
  }

  // Answers of the engine.
  found operator()(const event::made&) const { return std::nullopt; }
  found operator()(const event::saw&) const { return std::nullopt; }
  found operator()(const event::removed&) const { return std::nullopt; }
  found operator()(const event::failed&) const { return std::nullopt; }

  found unless_working(trigger what) const {
    return is_working(was.now) ? found{} : found{what};
  }
};

} // namespace

std::optional<trigger> trigger_of(const any_event& what, const lifecycle& was,
                                  const lifecycle& next) {
  return std::visit(finder{was, next}, what);
}

bool begins_work(const lifecycle& was, const decision& what) {
  const auto& effects = what.effects;
  return was.now != what.next.now || was.want != what.next.want
         || std::any_of(effects.begin(), effects.end(), [](const auto& x) {
              return std::holds_alternative<effect::ask_engine>(x);
            });
}

std::optional<verdict> verdict_of(const any_event& what, const lifecycle& was,
                                  const lifecycle& next, instant now) {
  const bool rang = std::holds_alternative<event::alarm_rang>(what);
  const bool woke = std::holds_alternative<event::recovered>(what);
  if (!(rang || woke) || was.now != phase::running)
    return std::nullopt;
  if (rang && was.waits_for_group)
    return std::nullopt; // that look was had
  if (rang && next.waits_for_group)
    return verdict::idle_again;
  if (next.now != phase::running)
    return next.why == stop_reason::idle ? std::optional{verdict::idle_again}
                                         : std::nullopt;
  if (next.next_check == was.next_check)
    return std::nullopt;
  if (woke || now - was.next_check > missed_after)
    return verdict::missed;
  return next.last_chance ? verdict::idle : verdict::busy;
}

} // namespace spin
