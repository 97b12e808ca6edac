#include "actors/group_order.hpp"

#include <algorithm>
#include <map>

#include "actors/group.hpp"

namespace spin {

namespace {

/// Adds what is not there yet: a name may be said twice.
void add(std::vector<std::size_t>& to, std::size_t what) {
  if (std::ranges::find(to, what) == to.end())
    to.push_back(what);
}

/// Finds a listed container of one user by its name.
class name_table {
public:
  name_table(const directory& all, std::string_view owner) {
    for (auto& view : all.list())
      if (owner_of(*view) == owner)
        by_name_.emplace(view->who->name, std::move(view));
  }

  view_ptr find(const std::string& name) const {
    const auto i = by_name_.find(name);
    return i == by_name_.end() ? nullptr : i->second;
  }

private:
  std::map<std::string, view_ptr> by_name_;
};

/// Visits containers, and those on which they depend before.
class start_planner {
public:
  start_planner(const directory& all, std::string_view owner)
    : all_(all), named_(all, owner) {}

  outcome<done> visit(const view_ptr& what) {
    if (places_.contains(what->who->id))
      return done{};
    path_.push_back(what->who->name);
    if (steps_.size() + path_.size() > most_at_once)
      return fail(errc::conflict, "depends_on: at most "
                                      + std::to_string(most_at_once)
                                      + " containers are started at once");
    auto first = visit_all(what->who->name, dependencies_of(*what));
    if (!first)
      return tl::unexpected(first.error());
    path_.pop_back();
    if (auto entry = all_.get(what->who->id)) {
      places_.emplace(what->who->id, steps_.size());
      steps_.push_back({std::move(*entry), std::move(*first), false});
    }
    return done{};
  }

  /// Returns the steps of those that are named and have not completed.
  outcome<std::vector<std::size_t>>
  visit_all(const std::string& for_whom, const std::vector<std::string>& names) {
    std::vector<std::size_t> result;
    for (const auto& name : names) {
      const auto found = named_.find(name);
      if (!found)
        return fail(errc::conflict, "depends_on: there is no container " + name
                                        + ", on which " + for_whom
                                        + " depends");
      if (std::ranges::find(path_, name) != path_.end())
        return fail(errc::conflict, "depends_on: " + name + " and " + for_whom
                                        + " depend on each other");
      if (is_completed(*found))
        continue;
      if (auto visited = visit(found); !visited)
        return tl::unexpected(visited.error());
      if (const auto at = places_.find(found->who->id); at != places_.end()) {
        steps_[at->second].awaited = true;
        add(result, at->second);
      }
    }
    return result;
  }

  ordered_steps take() { return std::move(steps_); }

private:
  const directory& all_;
  name_table named_;
  ordered_steps steps_;
  std::map<std::string, std::size_t> places_;
  /// Those that are being visited, by name.
  std::vector<std::string> path_;
};

/// Returns whether step `from` waits for step `to`, also by way of others.
bool waits(const ordered_steps& all, std::size_t from, std::size_t to) {
  std::vector<bool> seen(all.size());
  std::vector<std::size_t> left{from};
  while (!left.empty()) {
    const auto one = left.back();
    left.pop_back();
    if (one == to)
      return true;
    if (!seen[one])
      left.insert(left.end(), all[one].first.begin(), all[one].first.end());
    seen[one] = true;
  }
  return false;
}

} // namespace

bool is_completed(const container_view& view) noexcept {
  const auto& life = view.life;
  return life.now == phase::stopped && life.ended
         && life.ended->why == stop_reason::died && life.ended->exit_code == 0
         && view.answers != life.run_id;
}

outcome<ordered_steps> order_of_start(const directory& all,
                                      const view_ptr& target) {
  start_planner planner{all, owner_of(*target)};
  if (auto visited = planner.visit(target); !visited)
    return tl::unexpected(visited.error());
  for (const auto& mate : all.mates_of(*target))
    if (is_listed(*mate.view) && !is_completed(*mate.view))
      if (auto visited = planner.visit(mate.view); !visited)
        return tl::unexpected(visited.error());
  return planner.take();
}

outcome<ordered_steps> order_before(const directory& all,
                                    std::string_view owner,
                                    const std::vector<std::string>& names) {
  start_planner planner{all, owner};
  if (auto visited = planner.visit_all("it", names); !visited)
    return tl::unexpected(visited.error());
  return planner.take();
}

ordered_steps order_of_stop(const directory& all, const view_ptr& target) {
  ordered_steps result;
  if (const auto itself = all.get(target->who->id))
    result.push_back({*itself, {}, false});
  for (const auto& mate : all.mates_of(*target))
    if (is_listed(*mate.view))
      result.push_back({mate, {}, false});
  for (std::size_t i = 0; i < result.size(); ++i)
    for (const auto& name : dependencies_of(*result[i].who.view)) {
      const auto at = std::ranges::find_if(result, [&](const auto& step) {
        return step.who.view->who->name == name;
      });
      const auto below = static_cast<std::size_t>(at - result.begin());
      // Those that depend on each other are stopped at once.
      if (at == result.end() || waits(result, i, below))
        continue;
      add(at->first, i);
      result[i].awaited = true;
    }
  return result;
}

} // namespace spin
