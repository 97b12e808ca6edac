#include "actors/group.hpp"

#include <algorithm>
#include <set>

namespace spin {

namespace {

using name_set = std::set<std::string_view>;

/// Returns the names of all that `from` depends on, also by way of others.
name_set all_below(const container_view& from, const std::vector<view_ptr>& all) {
  name_set found;
  std::vector<const container_view*> left{&from};
  while (!left.empty()) {
    const auto* one = left.back();
    left.pop_back();
    for (const auto& name : dependencies_of(*one)) {
      const auto next = std::ranges::find_if(
          all, [&](const auto& view) { return view->who->name == name; });
      if (found.insert(name).second && next != all.end())
        left.push_back(next->get());
    }
  }
  return found;
}

/// Returns when one would be stopped if it were in no group, be it for its age.
std::optional<instant> own_end(const container_view& view,
                               const server_policy& server) {
  auto policy = policy_of(view, server);
  policy.group_until = {};
  return stops_at(view.life, policy);
}

/// Returns until when one holds the others by its use.
instant used_until(const container_view& mate, const server_policy& server,
                   instant now) {
  const auto& life = mate.life;
  switch (life.now) {
  case phase::creating:
  case phase::starting:
  case phase::resuming:
    return instant::max();
  case phase::running: {
    if (life.waits_for_group)
      return {};
    const auto end = own_end(mate, server);
    // If its look is due it tells what it found.
    return end && *end > now ? *end : instant::max();
  }
  case phase::stopping:
  case phase::pausing: {
    // It goes on if it is used before the engine is asked.
    auto policy = policy_of(mate, server);
    policy.group_until = {};
    const bool goes_on = life.why == stop_reason::idle
                         && calls_idle_off(life, policy, now);
    return goes_on || life.want == wanted::running ? instant::max() : instant{};
  }
  case phase::removing:
  case phase::stopped:
  case phase::paused:
  case phase::gone:
    return {};
  }
  return {};
}

bool is_down(phase now) {
  return now == phase::stopped || now == phase::paused || now == phase::gone;
}

/// Returns whether idleness may end it just now.
bool may_end(const container_view& whom, const server_policy& server,
             instant now) {
  if (whom.life.now != phase::running)
    return false;
  const auto end = own_end(whom, server);
  return whom.life.waits_for_group || (end && *end <= now);
}

/// Returns whether one of those that depend on `whom` has not ended.
bool is_needed(const container_view& whom, const std::vector<view_ptr>& mates) {
  const auto below = all_below(whom, mates);
  return std::ranges::any_of(mates, [&](const view_ptr& mate) {
    // Those that depend on each other end at once.
    return !mate->given_up && !is_down(mate->life.now)
           && !dependencies_of(*mate).empty()
           && !below.contains(mate->who->name)
           && all_below(*mate, mates).contains(whom.who->name);
  });
}

} // namespace

std::string group_key(const container_view& view) {
  if (!view.made_with || view.made_with->what.group.empty())
    return {};
  return group_key(owner_of(view), view.made_with->what.group);
}

std::string group_key(std::string_view owner, std::string_view group) {
  return std::string{owner}.append("/").append(group);
}

const std::vector<std::string>&
dependencies_of(const container_view& view) noexcept {
  static const std::vector<std::string> none;
  return view.made_with ? view.made_with->what.depends_on : none;
}

instant group_until(const container_view& whom,
                    const std::vector<view_ptr>& mates,
                    const server_policy& server, instant now) {
  instant result{};
  for (const auto& mate : mates)
    if (!mate->given_up)
      result = std::max(result, used_until(*mate, server, now));
  if (result <= now && may_end(whom, server, now) && is_needed(whom, mates))
    return instant::max();
  return result;
}

bool holds_otherwise(const container_view& was, const container_view& next,
                     const server_policy& server) {
  return was.life.now != next.life.now || was.life.want != next.life.want
         || was.life.waits_for_group != next.life.waits_for_group
         || was.given_up != next.given_up
         || was.life.busy_since_check != next.life.busy_since_check
         || own_end(was, server) != own_end(next, server);
}

} // namespace spin
