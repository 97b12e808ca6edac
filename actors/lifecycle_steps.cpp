#include "actors/lifecycle_steps.hpp"

// Effects, and what the wishes of clients begin.

namespace spin {

decision lifecycle_steps::take() {
  auto& l = next();
  if (out_.refusal != errc::none)
    return std::move(out_);
  const bool rests = !is_working(l.now) && l.now != phase::gone;
  if (l.dirty && rests && idle()) {
    l.dirty = false;
    ask(call::inspect);
  }
  stop_waiting_if_used();
  if (l.warned)
    if (const auto at = warns_at(l, policy_); !at || *at > now_)
      l.warned = false; // it goes on: there will be another last moment
  return std::move(out_);
}

// -- effects --------------------------------------------------------------------

void lifecycle_steps::commit() {
  auto& all = out_.effects;
  if (all.empty() || !std::holds_alternative<effect::commit>(all.front()))
    all.insert(all.begin(), effect::commit{});
}

void lifecycle_steps::save() {
  out_.effects.push_back(effect::save{});
}

void lifecycle_steps::ask(call what) {
  next().pending = what;
  next().asked_since = false;
  next().start_sent = next().start_sent || what == call::start;
  if (what == call::stop)
    next().stop_sent = now_;
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

void lifecycle_steps::hold(span length) {
  auto& l = next();
  const bool held = length > span::zero();
  l.held_until = held ? now_ + length : instant{};
  l.busy_since_check = l.busy_since_check || held;
  commit();
}

void lifecycle_steps::confirm() {
  next().confirming = true;
  if (idle())
    ask(call::inspect);
}

void lifecycle_steps::settle_run() {
  if (next().asked_since)
    return confirm();
  settle(errc::none);
}

void lifecycle_steps::start() {
  auto& l = next();
  l.now = phase::starting;
  l.why = stop_reason::none;
  l.active = 0;
  l.reported_at.reset();
  l.busy_since_check = false;
  l.start_sent = false;
  if (idle())
    ask(call::start);
}

void lifecycle_steps::stop(stop_reason why) {
  auto& l = next();
  l.now = phase::stopping;
  l.why = why;
  l.stop_sent = {};
  l.failures = 0;
  l.confirming = false;
  l.held_until = {};
  l.busy_until = {};
  if (idle())
    ask(call::stop);
}

void lifecycle_steps::resume() {
  next().now = phase::resuming;
  next().failures = 0;
  if (idle())
    ask(call::resume);
}

void lifecycle_steps::remove() {
  next().now = phase::removing;
  next().failures = 0;
  next().confirming = false;
  if (idle())
    ask(call::remove);
}

void lifecycle_steps::retry() {
  const auto& l = next();
  switch (l.now) {
    case phase::creating:
    case phase::pausing:
      return ask(call::inspect);
    case phase::starting:
      return ask(l.start_sent ? call::inspect : call::start);
    case phase::stopping: {
      // What we decided ourselves is decided again on what is true now.
      const bool asked = l.want != wanted::running
                         && l.why != stop_reason::idle
                         && l.why != stop_reason::max_age;
      return ask(asked ? call::stop : call::inspect);
    }
    case phase::resuming:
      return ask(call::resume);
    case phase::removing:
      return ask(call::remove);
    case phase::running:
    case phase::stopped:
    case phase::paused:
    case phase::gone:
      return;
  }
}

void lifecycle_steps::fail_later() {
  auto& l = next();
  l.failures = was_.failures + 1;
  l.retry_at
    = now_ + back_off(l.failures, static_cast<std::uint64_t>(l.run_id));
}

} // namespace spin
