#include "actors/savings.hpp"

#include <algorithm>

namespace spin {

namespace {

using std::chrono::milliseconds;
using namespace std::chrono_literals;

constexpr milliseconds hour_length = 1h;
constexpr milliseconds day_length = 24h;
constexpr milliseconds week_length = 7 * day_length;

/// A window of a week touches so many hours.
constexpr std::int64_t hours_kept = 7 * 24 + 1;

std::int64_t hour_of(utc at) {
  return std::chrono::floor<std::chrono::hours>(at.time_since_epoch()).count();
}

utc begin_of(std::int64_t hour) {
  return utc{std::chrono::hours{hour}};
}

saved_hour& at_hour(saving& what, std::int64_t hour) {
  auto& all = what.hours;
  const auto at = std::ranges::lower_bound(all, hour, {}, &saved_hour::hour);
  if (at != all.end() && at->hour == hour)
    return *at;
  return *all.insert(at, saved_hour{hour, 0, 0, 0});
}

/// Puts hours that no window reaches any more to what was earlier.
void fold(saving& what) {
  auto& all = what.hours;
  while (!all.empty() && all.front().hour <= all.back().hour - hours_kept) {
    what.earlier_milliseconds += all.front().milliseconds;
    what.earlier_stops += all.front().stops;
    what.earlier_kibibyte_seconds += all.front().kibibyte_seconds;
    all.erase(all.begin());
  }
}

/// Returns `memory`, in bytes, over that time.
std::uint64_t kibibyte_seconds(std::uint64_t memory, milliseconds time) {
  constexpr std::uint64_t kibibyte = 1024;
  constexpr std::uint64_t second = 1000;
  return memory / kibibyte * static_cast<std::uint64_t>(time.count()) / second;
}

void add_interval(saving& what, utc from, utc to, std::uint64_t memory) {
  const auto kept = begin_of(hour_of(to) - hours_kept + 1);
  if (from < kept) {
    const auto time = std::min(kept, to) - from;
    what.earlier_milliseconds += static_cast<std::uint64_t>(time.count());
    what.earlier_kibibyte_seconds += kibibyte_seconds(memory, time);
  }
  for (auto at = std::max(from, kept); at < to;) {
    const auto end = std::min(to, begin_of(hour_of(at) + 1));
    auto& hour = at_hour(what, hour_of(at));
    hour.milliseconds += static_cast<std::uint64_t>((end - at).count());
    hour.kibibyte_seconds += kibibyte_seconds(memory, end - at);
    at = end;
  }
  fold(what);
}

saved operator+(const saved& a, const saved& b) {
  return {a.time + b.time, a.stops + b.stops,
          a.kibibyte_seconds + b.kibibyte_seconds};
}

/// Adds `hour` as far as it lies within the last `length` before `now`: of the
/// hour in which the window begins, the part that time has of it.
void add_hour(saved& to, const saved_hour& hour, milliseconds length, utc now) {
  const auto left = begin_of(hour.hour + 1) - (now - length);
  if (left <= 0ms)
    return;
  const auto share = std::min(left, hour_length).count();
  const auto part = [share](std::uint64_t whole) {
    return static_cast<double>(whole) * static_cast<double>(share)
           / static_cast<double>(hour_length.count());
  };
  const bool whole = left >= hour_length;
  to.time +=
      milliseconds{whole ? static_cast<std::int64_t>(hour.milliseconds)
                         : static_cast<std::int64_t>(part(hour.milliseconds))};
  to.stops +=
      whole ? hour.stops : static_cast<std::uint64_t>(part(hour.stops) + 0.5);
  to.kibibyte_seconds +=
      whole ? hour.kibibyte_seconds
            : static_cast<std::uint64_t>(part(hour.kibibyte_seconds));
}

savings_summary summary_of(const saving& what, utc now) {
  savings_summary result;
  result.total = {
      milliseconds{static_cast<std::int64_t>(what.earlier_milliseconds)},
      what.earlier_stops, what.earlier_kibibyte_seconds};
  for (const auto& hour : what.hours) {
    result.total.time +=
        milliseconds{static_cast<std::int64_t>(hour.milliseconds)};
    result.total.stops += hour.stops;
    result.total.kibibyte_seconds += hour.kibibyte_seconds;
    add_hour(result.day, hour, day_length, now);
    add_hour(result.week, hour, week_length, now);
  }
  return result;
}

void add_open(savings_summary& to, const open_saving& one, utc now) {
  const auto add = [&](saved& window, utc since) {
    const auto time = std::max(now - since, milliseconds{0});
    window.time += time;
    window.kibibyte_seconds += kibibyte_seconds(one.memory, time);
  };
  add(to.total, one.since);
  add(to.day, std::max(one.since, now - day_length));
  add(to.week, std::max(one.since, now - week_length));
}

} // namespace

bool saves_time(const lifecycle& life) noexcept {
  if (life.now == phase::stopped)
    return life.ended && life.ended->why == stop_reason::idle;
  return life.now == phase::paused && life.why == stop_reason::idle;
}

std::optional<utc> saves_since(const lifecycle& life, const history& past,
                               const clock_pair& now) {
  if (!saves_time(life))
    return std::nullopt;
  if (life.now == phase::stopped)
    return now.to_utc(life.ended->at);
  const auto& all = past.changes;
  const auto paused = std::find_if(all.rbegin(), all.rend(), [](const auto& x) {
    return x.to == phase::paused;
  });
  return paused == all.rend() ? std::nullopt : std::optional{paused->at};
}

utc saved_until(utc since, const lifecycle& life, utc now) {
  if (life.now != phase::running)
    return now;
  using std::chrono::nanoseconds;
  const utc began{std::chrono::floor<milliseconds>(
      nanoseconds{static_cast<std::int64_t>(life.run_id)})};
  // A paused one goes on in the run that it had.
  return began > since ? std::min(began, now) : now;
}

void savings_book::note_stop(std::string_view image, utc at) {
  const std::lock_guard hold{mutex_};
  auto& mine = entry_of(image);
  ++at_hour(mine.what, hour_of(at)).stops;
  fold(mine.what);
  mine.changed = true;
}

void savings_book::note_saved(std::string_view image, utc from, utc to,
                              std::uint64_t memory) {
  if (to <= from)
    return; // the wall clock was moved
  const std::lock_guard hold{mutex_};
  auto& mine = entry_of(image);
  add_interval(mine.what, from, to, memory);
  mine.changed = true;
}

bool savings_book::begin_measuring() {
  const std::lock_guard hold{mutex_};
  if (measuring_ == most_measured)
    return false;
  ++measuring_;
  return true;
}

void savings_book::end_measuring() {
  const std::lock_guard hold{mutex_};
  --measuring_;
}

void savings_book::set_memory(const std::string& id, std::uint64_t bytes) {
  const std::lock_guard hold{mutex_};
  if (bytes == 0)
    memory_.erase(id);
  else
    memory_[id] = bytes;
}

std::uint64_t savings_book::memory_of(const std::string& id) const {
  const std::lock_guard hold{mutex_};
  const auto at = memory_.find(id);
  return at == memory_.end() ? 0 : at->second;
}

void savings_book::fill(const std::vector<saving>& stored) {
  const std::lock_guard hold{mutex_};
  for (const auto& each : stored) {
    began_ = std::min(began_, each.since);
    by_image_.insert_or_assign(each.image, entry{each, false});
  }
}

void savings_book::touch_all() {
  const std::lock_guard hold{mutex_};
  for (auto& [image, mine] : by_image_)
    mine.changed = true;
}

std::vector<saving> savings_book::take_changed() {
  const std::lock_guard hold{mutex_};
  std::vector<saving> result;
  for (auto& [image, mine] : by_image_)
    if (std::exchange(mine.changed, false))
      result.push_back(mine.what);
  return result;
}

savings_report savings_book::read(const open_savings& open, utc now) const {
  std::map<std::string, savings_summary, std::less<>> found;
  savings_report result;
  {
    const std::lock_guard hold{mutex_};
    result.since = began_;
    for (const auto& [image, mine] : by_image_)
      found.emplace(image, summary_of(mine.what, now));
  }
  for (const auto& one : open) {
    auto at = found.find(one.image);
    if (at == found.end())
      at = found.emplace(one.image, savings_summary{}).first;
    add_open(at->second, one, now);
    result.since = std::min(result.since, one.since);
  }
  result.saving_now = open.size();
  for (auto& [image, what] : found) {
    result.all.total = result.all.total + what.total;
    result.all.day = result.all.day + what.day;
    result.all.week = result.all.week + what.week;
    result.images.emplace_back(image, what);
  }
  std::ranges::stable_sort(result.images, [](const auto& a, const auto& b) {
    return a.second.total.time > b.second.total.time;
  });
  return result;
}

savings_book::entry& savings_book::entry_of(std::string_view image) {
  auto at = by_image_.find(image);
  if (at == by_image_.end() && by_image_.size() >= most_images) {
    image = rest;
    at = by_image_.find(image);
  }
  if (at != by_image_.end())
    return at->second;
  entry fresh;
  fresh.what.image = image;
  fresh.what.since = began_;
  return by_image_.emplace(std::string{image}, std::move(fresh)).first->second;
}

} // namespace spin
