#include "actors/token_book.hpp"

#include <algorithm>
#include <mutex>
#include <utility>

#include "actors/token.hpp"

namespace spin {

std::optional<api_token> token_book::find(std::string_view token,
                                          utc now) const {
  auto known = get(id_in_api_token(token));
  if (!known || !token_matches(token, known->sum)
      || (known->expires_at && *known->expires_at <= now))
    return std::nullopt;
  return known;
}

std::optional<api_token> token_book::get(std::string_view id) const {
  const std::shared_lock guard{mutex_};
  const auto i = by_id_.find(id);
  return i == by_id_.end() ? std::nullopt : std::optional{i->second};
}

std::vector<api_token> token_book::all() const {
  std::vector<api_token> result;
  {
    const std::shared_lock guard{mutex_};
    for (const auto& [id, token] : by_id_)
      result.push_back(token);
  }
  std::ranges::stable_sort(result, {}, &api_token::created_at);
  return result;
}

void token_book::fill(const std::vector<api_token>& stored) {
  for (const auto& each : stored)
    put(each);
}

void token_book::put(api_token what) {
  const std::unique_lock guard{mutex_};
  auto id = what.id;
  by_id_.insert_or_assign(std::move(id), std::move(what));
}

bool token_book::drop(std::string_view id) {
  const std::unique_lock guard{mutex_};
  const auto i = by_id_.find(id);
  if (i == by_id_.end())
    return false;
  by_id_.erase(i);
  return true;
}

} // namespace spin
