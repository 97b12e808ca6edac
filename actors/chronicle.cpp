#include "actors/chronicle.hpp"

#include <algorithm>
#include <iterator>

namespace spin {

namespace {

/// Drops the oldest of `lines` until there are `most`.
template <class T>
std::size_t shorten(std::vector<T>& lines, std::size_t most) {
  if (lines.size() <= most)
    return 0;
  const auto surplus = lines.size() - most;
  lines.erase(lines.begin(),
              lines.begin() + static_cast<std::ptrdiff_t>(surplus));
  return surplus;
}

} // namespace

void chronicle::note(std::string_view id, transition what) {
  auto& where = shelf_of(id);
  const std::lock_guard hold{where.mutex};
  auto& lines = where.books[std::string{id}].changes;
  const bool full = size_ >= most_ && !lines.empty();
  lines.push_back(std::move(what));
  size_ += 1;
  size_ -= shorten(lines, full ? lines.size() - 1 : most_changes);
}

void chronicle::note(std::string_view id, past_check what) {
  auto& where = shelf_of(id);
  const std::lock_guard hold{where.mutex};
  auto& lines = where.books[std::string{id}].checks;
  lines.push_back(what);
  shorten(lines, most_checks);
}

void chronicle::restore(std::string_view id, history what) {
  auto& where = shelf_of(id);
  const std::lock_guard hold{where.mutex};
  auto& book = where.books[std::string{id}];
  if (!book.changes.empty() || !book.checks.empty())
    return; // it goes on: its actor was only restarted
  shorten(what.changes, most_changes);
  shorten(what.checks, most_checks);
  size_ += what.changes.size();
  book = std::move(what);
}

history chronicle::of(std::string_view id) const {
  const auto& where = shelf_of(id);
  const std::lock_guard hold{where.mutex};
  const auto i = where.books.find(id);
  return i == where.books.end() ? history{} : i->second;
}

history chronicle::to_store(std::string_view id) const {
  auto result = of(id);
  shorten(result.changes, most_stored);
  return result;
}

void chronicle::forget(std::string_view id) {
  auto& where = shelf_of(id);
  const std::lock_guard hold{where.mutex};
  const auto i = where.books.find(id);
  if (i == where.books.end())
    return;
  size_ -= i->second.changes.size();
  where.books.erase(i);
}

chronicle::shelf& chronicle::shelf_of(std::string_view id) {
  return shelves_[hash{}(id) % shelves_.size()];
}

const chronicle::shelf& chronicle::shelf_of(std::string_view id) const {
  return shelves_[hash{}(id) % shelves_.size()];
}

} // namespace spin
