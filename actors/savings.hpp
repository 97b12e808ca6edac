#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "actors/lifecycle.hpp"
#include "store/saving.hpp"
#include "store/snapshot.hpp"

// What stops for idleness save: the time in which a container that nobody used
// did not run, from its stop (or pause) until somebody starts, resumes or
// removes it. Nothing is capped. One that is removed for idleness (`on_idle:
// remove`) counts as one stop and saves no time: nobody can start it again, so
// nobody knows how long it would have run.

namespace spin {

/// Returns since when that container saves time, or none if it does not: it is
/// stopped or paused for idleness.
std::optional<utc> saves_since(const lifecycle& life, const history& past,
                               const clock_pair& now);

/// Returns the same without looking for the moment.
bool saves_time(const lifecycle& life) noexcept;

/// Returns until when a container saved time that saved since `since` and is
/// found at `now` not to do so any more: one that runs by itself (somebody
/// started it beside us, maybe while we were away) until that run began.
utc saved_until(utc since, const lifecycle& life, utc now);

/// Time, stops and memory within some window.
struct saved {
  std::chrono::milliseconds time{0};
  std::uint64_t stops = 0;
  std::uint64_t kibibyte_seconds = 0;

  friend bool operator==(const saved&, const saved&) = default;
};

struct savings_summary {
  saved total;
  /// Within the last 24 hours, and the last 7 days.
  saved day;
  saved week;

  friend bool operator==(const savings_summary&,
                         const savings_summary&) = default;
};

/// What was saved, all together and by image.
struct savings_report {
  /// Since when it is counted.
  utc since{};
  /// Containers that save time now.
  std::size_t saving_now = 0;
  savings_summary all;
  /// Those with the most total time first.
  std::vector<std::pair<std::string, savings_summary>> images;
};

/// A container that saves time now: its image, since when, and the memory that
/// it does not take, in bytes.
struct open_saving {
  std::string_view image;
  utc since{};
  std::uint64_t memory = 0;
};

using open_savings = std::vector<open_saving>;

/// Keeps what was saved, by the hour for a week. Thread-safe.
class savings_book {
public:
  /// With more images than this, the rest is kept together under `rest`.
  static constexpr std::size_t most_images = 200;
  /// So many are measured at once; others are not measured.
  static constexpr int most_measured = 16;
  /// No image has such a name.
  static constexpr std::string_view rest = "(others)";

  explicit savings_book(utc began = {}) : began_(began) {}

  /// Notes that a container of `image` was stopped or paused for idleness.
  void note_stop(std::string_view image, utc at);

  /// Notes that one saved the time from `from` to `to`, and so much memory (in
  /// bytes) in it.
  void note_saved(std::string_view image, utc from, utc to,
                  std::uint64_t memory = 0);

  // -- what containers take while nobody uses them ----------------------------

  /// Returns whether one may be measured now: an engine takes a second or two
  /// for it, and many may be found idle at once. If so, `end_measuring` must
  /// follow.
  bool begin_measuring();
  void end_measuring();

  /// Keeps what the container of our own `id` takes, in bytes; 0 = not known.
  void set_memory(const std::string& id, std::uint64_t bytes);
  std::uint64_t memory_of(const std::string& id) const;
  void forget_memory(const std::string& id) { set_memory(id, 0); }

  /// Adds what the store holds.
  void fill(const std::vector<saving>& stored);

  /// Says that all must be written again.
  void touch_all();

  /// Returns what changed since the last call, to be stored.
  std::vector<saving> take_changed();

  /// Returns what was saved up to `now`, with what is still being saved.
  savings_report read(const open_savings& open, utc now) const;

private:
  struct entry {
    saving what;
    bool changed = false;
  };

  entry& entry_of(std::string_view image);

  mutable std::mutex mutex_;
  utc began_;
  std::map<std::string, entry, std::less<>> by_image_;
  int measuring_ = 0;
  std::unordered_map<std::string, std::uint64_t> memory_;
};

} // namespace spin
