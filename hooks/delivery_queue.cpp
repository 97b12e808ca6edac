#include "hooks/delivery_queue.hpp"

#include <algorithm>

namespace spin::hooks {

span pause_after(std::uint32_t failures, std::uint64_t salt) {
  constexpr std::uint32_t doublings = 10; // 2^10 s is beyond the limit already
  const auto wait = std::min<span>(
      std::chrono::seconds{1LL
                           << std::min(std::max(failures, 1U) - 1U, doublings)},
      delivery_queue::longest_pause);
  // The multiplier of Knuth's generator spreads salts that are close together.
  const auto share = ((salt + failures) * 6364136223846793005ULL) >> 33;
  return wait - wait / 5 * static_cast<span::rep>(share % 1000) / 1000;
}

std::vector<delivery> delivery_queue::add(delivery what, instant now,
                                          span age) {
  std::vector<delivery> gone;
  while (size() >= most_.most && size() > under_way_)
    gone.push_back(drop_oldest());
  subjects_.emplace(what.number, what.subject);
  const auto [to, is_new] = lanes_.try_emplace(what.subject);
  const bool was_empty = to->second.all.empty();
  to->second.all.push_back({std::move(what), now + (most_.longest - age)});
  if (was_empty)
    wait_until(to, now);
  return gone;
}

std::optional<delivery> delivery_queue::next(instant now,
                                             std::vector<delivery>& given_up) {
  while (under_way_ < (is_away() ? 1 : most_.at_once) && !waiting_.empty()
         && waiting_.begin()->first <= now) {
    const auto from = lanes_.find(waiting_.begin()->second);
    auto& theirs = from->second;
    if (theirs.all.front().until <= now) {
      theirs.failures = 0;
      given_up.push_back(take_first(from));
      continue;
    }
    waiting_.erase(waiting_.begin());
    theirs.under_way = true;
    ++under_way_;
    return theirs.all.front().what;
  }
  return std::nullopt;
}

std::optional<instant> delivery_queue::due() const {
  if (waiting_.empty() || under_way_ >= (is_away() ? 1 : most_.at_once))
    return std::nullopt;
  return waiting_.begin()->first;
}

void delivery_queue::delivered(std::uint64_t number, instant now) {
  const bool was_away = is_away();
  failures_ = 0;
  const auto from = lanes_.find(subjects_.at(number));
  from->second.under_way = false;
  from->second.failures = 0;
  --under_way_;
  wait_until(from, now);
  take_first(from);
  if (!was_away)
    return;
  // It is back: nobody waits any longer for that.
  waiting_.clear();
  for (auto i = lanes_.begin(); i != lanes_.end(); ++i)
    if (!i->second.under_way)
      wait_until(i, std::min(i->second.due, now));
}

void delivery_queue::failed(std::uint64_t number, instant now) {
  ++failures_;
  const auto from = lanes_.find(subjects_.at(number));
  auto& theirs = from->second;
  theirs.under_way = false;
  --under_way_;
  wait_until(from, now + pause_after(++theirs.failures, number));
}

std::vector<delivery> delivery_queue::all() const {
  std::vector<delivery> result;
  result.reserve(size());
  for (const auto& [subject, theirs] : lanes_)
    for (const auto& each : theirs.all)
      result.push_back(each.what);
  std::ranges::sort(result, {}, &delivery::number);
  return result;
}

delivery delivery_queue::drop_oldest() {
  for (const auto& [number, subject] : subjects_) {
    const auto from = lanes_.find(subject);
    if (!from->second.under_way)
      return take_first(from);
    // The first of them is on its way: the next of that subject may go.
    auto& theirs = from->second.all;
    if (theirs.front().what.number == number)
      continue;
    auto gone = std::move(theirs[1].what);
    theirs.erase(theirs.begin() + 1);
    subjects_.erase(gone.number);
    return gone;
  }
  return {}; // not reached: there are more than are under way
}

delivery delivery_queue::take_first(lanes::iterator from) {
  auto& theirs = from->second;
  auto gone = std::move(theirs.all.front().what);
  theirs.all.pop_front();
  subjects_.erase(gone.number);
  if (theirs.all.empty()) {
    waiting_.erase({theirs.due, from->first});
    lanes_.erase(from);
  }
  return gone;
}

void delivery_queue::wait_until(lanes::iterator whom, instant due) {
  whom->second.due = due;
  waiting_.emplace(due, whom->first);
}

} // namespace spin::hooks
