#include "actors/vanished_book.hpp"

#include <algorithm>
#include <mutex>
#include <utility>

namespace spin {

namespace {

/// As of the directory: a shorter one is no name of a container.
constexpr std::size_t least_digits = 12;

} // namespace

bool is_lost(const lifecycle& was, const lifecycle& next) noexcept {
  return next.now == phase::gone && was.now != phase::gone && !was.fresh
         && was.now != phase::removing && was.want != wanted::removed;
}

std::string_view owner_of(const vanished& what) noexcept {
  return owner_of(what.owner);
}

vanished to_vanished(const container_view& view, utc at) {
  vanished result;
  result.container_id = view.who->container_id;
  result.name = view.who->name;
  result.image = view.who->image;
  result.owner = view.who->owner;
  if (view.own)
    result.own = *view.own;
  if (view.made_with)
    result.options = view.made_with->what;
  result.created_at = view.who->created_at;
  result.at = at;
  return result;
}

vanished_book::vanished_book(span keep, std::size_t most)
  : keep_(keep), most_(most) {
  // nop
}

// -- readers --------------------------------------------------------------------

vanished_ptr vanished_book::find(std::string_view id, utc now) const {
  if (id.size() < least_digits)
    return nullptr;
  const std::shared_lock guard{mutex_};
  vanished_ptr hit;
  for (auto i = by_id_.lower_bound(id);
       i != by_id_.end() && i->first.starts_with(id); ++i) {
    if (!is_kept(*i->second, now))
      continue;
    if (hit)
      return nullptr;
    hit = i->second;
  }
  return hit;
}

vanished_ptr vanished_book::get(std::string_view container_id, utc now) const {
  const std::shared_lock guard{mutex_};
  const auto i = by_id_.find(container_id);
  return i != by_id_.end() && is_kept(*i->second, now) ? i->second : nullptr;
}

std::vector<vanished_ptr> vanished_book::all() const {
  const std::shared_lock guard{mutex_};
  std::vector<vanished_ptr> result;
  for (const auto& [id, what] : by_id_)
    result.push_back(what);
  return result;
}

// -- writers --------------------------------------------------------------------

void vanished_book::fill(std::vector<vanished> stored) {
  const std::unique_lock guard{mutex_};
  for (auto& each : stored) {
    auto id = each.container_id;
    by_id_.insert_or_assign(
      std::move(id), std::make_shared<const vanished>(std::move(each)));
  }
}

void vanished_book::put(vanished what,
                        const std::function<void(const vanished&)>& store) {
  if (keep_ == span::zero())
    return;
  const std::unique_lock guard{mutex_};
  store(what);
  auto id = what.container_id;
  by_id_.insert_or_assign(std::move(id),
                          std::make_shared<const vanished>(std::move(what)));
}

bool vanished_book::drop(std::string_view container_id) {
  const std::unique_lock guard{mutex_};
  const auto i = by_id_.find(container_id);
  if (i == by_id_.end())
    return false;
  by_id_.erase(i);
  return true;
}

std::vector<std::string> vanished_book::trim(utc now) {
  const std::unique_lock guard{mutex_};
  std::vector<std::string> gone;
  std::vector<std::pair<utc, std::string>> left;
  for (const auto& [id, what] : by_id_)
    if (is_kept(*what, now))
      left.emplace_back(what->at, id);
    else
      gone.push_back(id);
  if (left.size() > most_) {
    std::ranges::sort(left);
    left.resize(left.size() - most_);
    for (auto& [at, id] : left)
      gone.push_back(std::move(id));
  }
  for (const auto& id : gone)
    by_id_.erase(id);
  return gone;
}

bool vanished_book::is_kept(const vanished& what, utc now) const {
  // A damaged record may name any moment: nothing is subtracted from that.
  return keep_ > span::zero()
         && what.at > now - std::chrono::floor<utc::duration>(keep_);
}

} // namespace spin
