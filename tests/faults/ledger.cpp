#include "tests/faults/ledger.hpp"

#include <string_view>

namespace spin::test {

namespace {

using namespace std::chrono_literals;

/// A stop that began before a report came cannot be taken back: the engine's
/// own time for one.
constexpr auto stop_time = 1s;

/// Whether the container may be idle by what was reported.
bool may_stop(const account& of, const shown_container& now) {
  if (of.held || now.reason != "idle")
    return false;
  return !of.busy_since
         || (now.stopped_at && *now.stopped_at < *of.busy_since + stop_time);
}

std::string_view breach_of_running(const account& of, const std::string& state,
                                   const shown_container& now) {
  if (state == "running" && now.status == "running")
    return {};
  if (may_stop(of, now))
    return {};
  if (of.held)
    return "was held and is not up";
  return of.busy_since ? "was busy and is not up"
                       : "was acknowledged as running and is not up";
}

/// Judges one container that both sides name.
std::string_view breach_of(const account& of, const std::string& state,
                           const shown_container& now) {
  switch (of.told) {
  case fate::running:
    return breach_of_running(of, state, now);
  case fate::stopped:
    return state == "exited" && now.status == "stopped"
               ? ""
               : "was acknowledged as stopped and is not";
  case fate::removed:
    return "was acknowledged as removed and is there";
  case fate::unknown:
    return (state == "running") == (now.status == "running")
               ? ""
               : "is shown otherwise than it is";
  }
  return {};
}

} // namespace

reply reply_of(int status) noexcept {
  if (status >= 200 && status < 300)
    return reply::acknowledged;
  return status >= 400 && status < 500 ? reply::refused : reply::uncertain;
}

void ledger::created(const std::string& id) {
  const std::lock_guard guard{mutex_};
  accounts_[id].told = fate::running;
}

void ledger::begin(const std::string& id) {
  const std::lock_guard guard{mutex_};
  auto& of = accounts_[id];
  if (of.under_way++ > 0)
    of.muddled = true;
  ++of.turn;
}

bool ledger::close(account& of) {
  const bool alone = !of.muddled;
  if (--of.under_way == 0)
    of.muddled = false;
  return alone;
}

void ledger::end(const std::string& id, fate what, reply how) {
  const std::lock_guard guard{mutex_};
  auto& of = accounts_[id];
  const bool alone = close(of);
  if (alone && how == reply::refused)
    return;
  of.held = of.held && alone && what == of.told && what == fate::running;
  if (what != fate::running || what != of.told)
    of.busy_since.reset();
  of.told = alone && how == reply::acknowledged ? what : fate::unknown;
}

void ledger::end_hold(const std::string& id, reply how) {
  const std::lock_guard guard{mutex_};
  auto& of = accounts_[id];
  if (!close(of))
    of.told = fate::unknown; // what it overlaps ends without a promise, too
  else if (how == reply::acknowledged && of.told == fate::running)
    of.held = true;
}

int ledger::reporting(const std::string& id, bool busy) {
  const std::lock_guard guard{mutex_};
  auto& of = accounts_[id];
  if (!busy) {
    of.busy_since.reset();
    ++of.turn;
  }
  return of.turn;
}

void ledger::reported(const std::string& id, int turn) {
  const std::lock_guard guard{mutex_};
  auto& of = accounts_[id];
  if (of.told == fate::running && of.under_way == 0 && of.turn == turn
      && !of.busy_since)
    of.busy_since = now();
}

void ledger::forget_runs() {
  const std::lock_guard guard{mutex_};
  for (auto& [id, of] : accounts_)
    if (of.told == fate::running) {
      of.told = fate::unknown;
      of.held = false;
      of.busy_since.reset();
    }
}

void ledger::forget_reports_after(moment saved_until) {
  const std::lock_guard guard{mutex_};
  for (auto& [id, of] : accounts_)
    if (of.busy_since && *of.busy_since > saved_until)
      of.busy_since.reset();
}

std::map<std::string, account> ledger::accounts() const {
  const std::lock_guard guard{mutex_};
  return accounts_;
}

std::vector<std::string> breaches(const std::map<std::string, account>& told,
                                  const world& now) {
  std::vector<std::string> found;
  const auto add = [&](const std::string& id, std::string_view what) {
    if (!what.empty())
      found.push_back(id.substr(0, 12) + " " + std::string{what});
  };
  for (const auto& [id, state] : now.engine)
    add(id, now.api.contains(id) ? "" : "is an orphan");
  for (const auto& [id, shown] : now.api)
    add(id, now.engine.contains(id) ? "" : "is a ghost");
  for (const auto& [id, of] : told) {
    const auto state = now.engine.find(id);
    const auto shown = now.api.find(id);
    if (state != now.engine.end() && shown != now.api.end())
      add(id, breach_of(of, state->second, shown->second));
    else if (of.told == fate::running || of.told == fate::stopped)
      add(id, "was acknowledged and is lost");
  }
  return found;
}

} // namespace spin::test
