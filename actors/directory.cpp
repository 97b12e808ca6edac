#include "actors/directory.hpp"

#include <algorithm>
#include <mutex>

#include "actors/token.hpp"

namespace spin {

struct directory::line {
  std::string id;
  std::string container_id;
  directory_entry entry;
};

namespace {

/// Returns whether a container in `now` can be the one that reports.
bool can_report(phase now) {
  return now == phase::starting || now == phase::running
         || now == phase::stopping;
}

} // namespace

directory::directory() = default;
directory::~directory() = default;

// -- readers --------------------------------------------------------------------

directory::found directory::find(std::string_view container_id) const {
  if (container_id.size() < min_prefix)
    return {};
  std::shared_lock guard{mutex_};
  const line* hit = nullptr;
  for (auto i = by_container_.lower_bound(container_id);
       i != by_container_.end() && i->first.starts_with(container_id); ++i) {
    if (!is_listed(i->second->entry.view))
      continue;
    if (hit)
      return {match::many, std::nullopt};
    hit = i->second;
  }
  if (!hit)
    return {};
  return {match::one, hit->entry};
}

std::optional<directory_entry>
directory::find_by_address(std::string_view address) const {
  std::shared_lock guard{mutex_};
  const auto i = by_address_.find(std::string{address});
  if (i == by_address_.end())
    return std::nullopt;
  return i->second->entry;
}

std::optional<directory_entry>
directory::find_by_token(std::string_view token) const {
  const auto dot = token.find('.');
  if (dot == std::string_view::npos)
    return std::nullopt;
  auto entry = get(token.substr(0, dot));
  if (!entry || !can_report(entry->view.life.now)
      || !token_matches(token, entry->view.who->token_digest))
    return std::nullopt;
  return entry;
}

std::vector<container_view> directory::list() const {
  std::shared_lock guard{mutex_};
  std::vector<container_view> result;
  result.reserve(by_age_.size());
  for (const auto& [age, where] : by_age_)
    if (is_listed(where->entry.view))
      result.push_back(where->entry.view);
  return result;
}

std::vector<directory_entry> directory::all() const {
  std::shared_lock guard{mutex_};
  std::vector<directory_entry> result;
  result.reserve(by_id_.size());
  for (const auto& [id, where] : by_id_)
    result.push_back(where->entry);
  return result;
}

std::optional<directory_entry> directory::get(std::string_view id) const {
  std::shared_lock guard{mutex_};
  const auto i = by_id_.find(id);
  if (i == by_id_.end())
    return std::nullopt;
  return i->second->entry;
}

// -- writers --------------------------------------------------------------------

void directory::enter(const container_handle& actor,
                      const container_view& view) {
  std::unique_lock guard{mutex_};
  auto i = by_id_.find(view.who->id);
  if (i == by_id_.end()) {
    auto fresh = std::make_unique<line>(
      line{view.who->id, {}, directory_entry{actor, view}});
    const std::string_view key = fresh->id;
    i = by_id_.emplace(key, std::move(fresh)).first;
    by_age_.emplace(std::pair{view.who->created_at, key}, i->second.get());
    put_view(*i->second, view);
  }
  i->second->entry.actor = actor;
}

void directory::publish(const container_view& view) {
  std::unique_lock guard{mutex_};
  if (const auto i = by_id_.find(view.who->id); i != by_id_.end())
    put_view(*i->second, view);
}

void directory::erase(std::string_view id) {
  std::unique_lock guard{mutex_};
  const auto i = by_id_.find(id);
  if (i == by_id_.end())
    return;
  const auto& where = *i->second;
  drop_addresses(where);
  by_container_.erase(where.container_id);
  by_age_.erase(std::pair{where.entry.view.who->created_at,
                          std::string_view{where.id}});
  by_id_.erase(i);
}

void directory::put_view(line& where, const container_view& view) {
  if (where.container_id.empty() && !view.who->container_id.empty()) {
    where.container_id = view.who->container_id;
    by_container_.emplace(where.container_id, &where);
  }
  if (where.entry.view.run != view.run)
    drop_addresses(where);
  where.entry.view = view;
  // The engine hands an address out again within milliseconds: whoever
  // published it last has it.
  if (view.run)
    for (const auto& address : view.run->addresses)
      by_address_[address] = &where;
}

void directory::drop_addresses(const line& of) {
  if (!of.entry.view.run)
    return;
  for (const auto& address : of.entry.view.run->addresses)
    if (const auto i = by_address_.find(address);
        i != by_address_.end() && i->second == &of)
      by_address_.erase(i);
}

} // namespace spin
