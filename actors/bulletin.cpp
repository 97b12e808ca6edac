#include "actors/bulletin.hpp"

#include <utility>

#include "actors/readiness.hpp"

namespace spin {

namespace {

constexpr std::array<std::string_view, tidings> words{
    "created", "started", "stopping_soon", "stopping", "stopped",
    "paused",  "resumed", "removed",       "adopted",  "checked_in",
    "held",    "changed", "failed",        "degraded", "recovered",
    "ready"};

/// Returns the word for having come from `was` to the phase that `now` has.
tiding word_of(const lifecycle& was, const lifecycle& now) {
  switch (now.now) {
  case phase::running: {
    const bool was_on_its_way =
        was.now == phase::stopping || was.now == phase::pausing
        || was.now == phase::paused || was.now == phase::resuming;
    return was_on_its_way && was.run_id == now.run_id ? tiding::resumed
                                                      : tiding::started;
  }
  case phase::stopping:
    return tiding::stopping;
  case phase::stopped:
    return tiding::stopped;
  case phase::paused:
    return tiding::paused;
  case phase::creating:
  case phase::starting:
  case phase::pausing:
  case phase::resuming:
    return tiding::changed;
  case phase::removing:
  case phase::gone:
    return tiding::removed;
  }
  return tiding::changed;
}

/// Whether it ended and is already on its way to run again.
bool ended_between(const lifecycle& was, const lifecycle& now) {
  return now.now != phase::stopped && now.ended && was.ended != now.ended;
}

bool lease_changed(const lifecycle& was, const lifecycle& now, instant at) {
  const bool taken_back = now.held_until == instant{} && was.now != now.now;
  return (was.held_until != now.held_until && !taken_back)
         || (was.now == now.now
             && (was.busy_until > at) != (now.busy_until > at));
}

bool settings_changed(const container_view& was, const container_view& now) {
  if (was.own == now.own)
    return false;
  return !was.own || !now.own || *was.own != *now.own;
}

/// Whether somebody renamed it, or its network or ports are others.
bool reached_otherwise(const container_view& was, const container_view& now) {
  return was.who->name != now.who->name
         || (was.run != now.run && was.run && now.run && *was.run != *now.run);
}

/// Whether GET shows something else that no other word tells.
bool shows_more(const container_view& was, const container_view& now,
                const cause& by, const server_policy& server) {
  if (settings_changed(was, now) || reached_otherwise(was, now)
      || was.life.ended != now.life.ended || was.health != now.health)
    return true;
  // Each report moves it a little; the next look tells.
  return by.what != trigger::report
         && stops_at(was.life, policy_of(now, server))
                != stops_at(now.life, policy_of(now, server));
}

} // namespace

std::string_view to_string(tiding what) noexcept {
  return words.at(static_cast<std::size_t>(what));
}

std::optional<tiding> tiding_named(std::string_view word) noexcept {
  for (std::size_t i = 0; i < words.size(); ++i)
    if (words.at(i) == word)
      return static_cast<tiding>(i);
  return std::nullopt;
}

const std::string& all_tidings() {
  static const auto all = [] {
    std::string text;
    for (const auto word : words)
      text.append(text.empty() ? "" : ", ").append(word);
    return text;
  }();
  return all;
}

std::vector<tiding> told_of(const container_view& was,
                            const container_view& now, bool adopted,
                            const cause& by, const server_policy& server,
                            instant at) {
  std::vector<tiding> all;
  const bool known = is_listed(was) && !adopted;
  if (!is_listed(now)) {
    if (known)
      all.push_back(tiding::removed);
    return all;
  }
  if (!known)
    all.push_back(adopted ? tiding::adopted : tiding::created);
  const auto& before = was.life;
  const auto& life = now.life;
  if (ended_between(before, life))
    all.push_back(tiding::stopped);
  if (before.now != life.now || before.run_id != life.run_id)
    all.push_back(word_of(before, life));
  if (lease_changed(before, life, at))
    all.push_back(tiding::held);
  if (by.what == trigger::report && before.active != life.active)
    all.push_back(tiding::checked_in);
  if (!is_ready(was) && is_ready(now))
    all.push_back(tiding::ready);
  if (all.empty() && shows_more(was, now, by, server))
    all.push_back(tiding::changed);
  return all;
}

bulletin bulletin_of(tiding what, view_ptr about, const cause& by,
                     const clock_pair& at) {
  bulletin made;
  made.what = what;
  made.at = at;
  made.by = by;
  const auto& life = about->life;
  switch (what) {
  case tiding::stopping:
  case tiding::paused:
    made.why = life.why;
    break;
  case tiding::stopped:
    made.why = life.ended ? life.ended->why : life.why;
    break;
  case tiding::removed: // a wish to have it removed needs no other reason
    if (by.what != trigger::request && life.want == wanted::removed)
      made.why = life.why;
    break;
  default:
    break;
  }
  made.about = std::move(about);
  return made;
}

} // namespace spin
