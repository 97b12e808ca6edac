#include "actors/directory.hpp"

#include <algorithm>
#include <mutex>

#include "actors/group.hpp"
#include "actors/token.hpp"

namespace spin {

struct directory::line {
  /// Owns the strings that the indexes' keys are views into. The view may get
  /// another identity; this one stays until the keys move with it.
  std::shared_ptr<const identity> keys;
  directory_entry entry;
};

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
    if (!is_listed(*i->second->entry.view))
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
  if (!entry || !can_report(entry->view->life.now)
      || !token_matches(token, entry->view->who->token_digest))
    return std::nullopt;
  return entry;
}

std::vector<view_ptr> directory::list() const {
  std::shared_lock guard{mutex_};
  std::vector<view_ptr> result;
  result.reserve(by_age_.size());
  for (const auto& [age, where] : by_age_)
    if (is_listed(*where->entry.view))
      result.push_back(where->entry.view);
  return result;
}

std::vector<std::string> directory::up_of(std::string_view owner) const {
  std::shared_lock guard{mutex_};
  std::vector<std::string> result;
  for (const auto& [id, where] : by_id_)
    if (const auto& view = *where->entry.view;
        may_be_up(view) && owner_of(view) == owner)
      result.emplace_back(id);
  return result;
}

std::vector<directory_entry>
directory::mates_of(const container_view& whom) const {
  std::vector<directory_entry> result;
  const auto key = group_key(whom);
  if (key.empty())
    return result;
  std::shared_lock guard{mutex_};
  const auto [first, last] = by_group_.equal_range(key);
  for (auto i = first; i != last; ++i)
    if (i->second->entry.view->who->id != whom.who->id)
      result.push_back(i->second->entry);
  return result;
}

std::size_t directory::group_size(std::string_view owner,
                                  std::string_view group) const {
  std::shared_lock guard{mutex_};
  return by_group_.count(group_key(owner, group));
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

std::optional<directory_entry>
directory::with_engine_id(std::string_view container_id) const {
  std::shared_lock guard{mutex_};
  const auto i = by_container_.find(container_id);
  if (i == by_container_.end())
    return std::nullopt;
  return i->second->entry;
}

// -- writers --------------------------------------------------------------------

void directory::reserve(std::size_t lines) {
  std::unique_lock guard{mutex_};
  by_id_.reserve(lines);
  by_address_.reserve(lines);
}

void directory::enter(const container_handle& actor,
                      view_ptr view) {
  std::unique_lock guard{mutex_};
  if (const auto i = by_id_.find(view->who->id); i != by_id_.end()) {
    if (actor) // else its old one goes on until the new one is there
      i->second->entry.actor = actor;
    return;
  }
  auto fresh = std::make_unique<line>(line{nullptr, {actor, view}});
  auto& where = *fresh;
  put_keys(std::move(fresh), view->who);
  claim_addresses(where);
  if (auto key = group_key(*view); !key.empty())
    by_group_.emplace(std::move(key), &where);
}

void directory::publish(view_ptr view) {
  std::unique_lock guard{mutex_};
  if (const auto i = by_id_.find(view->who->id); i != by_id_.end())
    put_view(*i->second, view);
}

void directory::erase(std::string_view id) {
  std::unique_lock guard{mutex_};
  const auto i = by_id_.find(id);
  if (i == by_id_.end())
    return;
  drop_addresses(*i->second);
  leave_group(*i->second);
  drop_keys(*i->second);
}

void directory::leave_group(const line& which) {
  const auto key = group_key(*which.entry.view);
  const auto [first, last] = by_group_.equal_range(key);
  const auto i = std::find_if(
      first, last, [&](const auto& one) { return one.second == &which; });
  if (i != last)
    by_group_.erase(i);
}

void directory::put_keys(std::unique_ptr<line> which,
                         std::shared_ptr<const identity> from) {
  auto* where = which.get();
  where->keys = std::move(from);
  const auto& keys = *where->keys;
  if (!keys.container_id.empty())
    by_container_.emplace(keys.container_id, where);
  by_age_.emplace(std::pair{keys.created_at, std::string_view{keys.id}}, where);
  by_id_.emplace(keys.id, std::move(which));
}

std::unique_ptr<directory::line> directory::drop_keys(const line& which) {
  const auto& keys = *which.keys;
  by_container_.erase(keys.container_id);
  by_age_.erase(std::pair{keys.created_at, std::string_view{keys.id}});
  return std::move(by_id_.extract(keys.id).mapped());
}

void directory::put_view(line& where, view_ptr view) {
  if (where.keys->container_id.empty() && !view->who->container_id.empty())
    put_keys(drop_keys(where), view->who);
  const bool new_run = where.entry.view->run != view->run;
  if (new_run)
    drop_addresses(where);
  where.entry.view = view;
  if (new_run)
    claim_addresses(where);
}

// The engine hands an address out again within milliseconds: who began to run
// with it last has it. A view of an older run claims nothing.
void directory::claim_addresses(line& for_whom) {
  if (for_whom.entry.view->run)
    for (const auto& address : for_whom.entry.view->run->addresses)
      by_address_[address] = &for_whom;
}

void directory::drop_addresses(const line& of) {
  if (!of.entry.view->run)
    return;
  for (const auto& address : of.entry.view->run->addresses)
    if (const auto i = by_address_.find(address);
        i != by_address_.end() && i->second == &of)
      by_address_.erase(i);
}

} // namespace spin
