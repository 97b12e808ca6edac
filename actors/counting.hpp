#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <vector>

// Counters that any thread may write to for a few nanoseconds, without a lock:
// each exists several times, and threads that are busy at once mostly write to
// different ones. Reading adds them up; it is exact once the writers rest.

namespace spin {

/// How many times each counter exists.
inline constexpr std::size_t stripes = 8;

/// Returns which of them this thread writes to.
inline std::size_t own_stripe() noexcept {
  static std::atomic<std::size_t> threads{0};
  thread_local const auto own = threads.fetch_add(1) % stripes;
  return own;
}

/// A number that only grows.
class tally {
public:
  void add(std::uint64_t how_many = 1) noexcept {
    parts_[own_stripe()].count.fetch_add(how_many, std::memory_order_relaxed);
  }

  std::uint64_t read() const noexcept {
    std::uint64_t sum = 0;
    for (const auto& part : parts_)
      sum += part.count.load(std::memory_order_relaxed);
    return sum;
  }

private:
  struct alignas(64) slice {
    std::atomic<std::uint64_t> count{0};
  };
  std::array<slice, stripes> parts_;
};

/// A number that goes up and down; rarely written.
using level = std::atomic<std::int64_t>;

/// How values spread over ranges: for histograms.
class spread {
public:
  static constexpr std::size_t most_bounds = 14;

  /// What was noted so far.
  struct reading {
    std::vector<std::int64_t> bounds;
    /// Of each bound, how many values were not above it (but above the one
    /// before); the last one counts those above all.
    std::vector<std::uint64_t> counts;
    std::uint64_t sum = 0;
    std::uint64_t total = 0;
  };

  /// `bounds` ascend; at most `most_bounds`.
  spread(std::initializer_list<std::int64_t> bounds) noexcept
      : used_(std::min(bounds.size(), most_bounds)) {
    std::copy_n(bounds.begin(), used_, bounds_.begin());
  }

  /// What is below 0 counts as 0.
  void note(std::int64_t value) noexcept {
    value = std::max<std::int64_t>(value, 0);
    std::size_t at = 0;
    while (at < used_ && value > bounds_[at])
      ++at;
    auto& part = parts_[own_stripe()];
    part.counts[at].fetch_add(1, std::memory_order_relaxed);
    part.sum.fetch_add(static_cast<std::uint64_t>(value),
                       std::memory_order_relaxed);
  }

  reading read() const {
    reading all{{bounds_.begin(), bounds_.begin() + used_},
                std::vector<std::uint64_t>(used_ + 1),
                0,
                0};
    for (const auto& part : parts_) {
      all.sum += part.sum.load(std::memory_order_relaxed);
      for (std::size_t i = 0; i <= used_; ++i)
        all.counts[i] += part.counts[i].load(std::memory_order_relaxed);
    }
    for (const auto count : all.counts)
      all.total += count;
    return all;
  }

private:
  struct alignas(64) slice {
    std::array<std::atomic<std::uint64_t>, most_bounds + 1> counts{};
    std::atomic<std::uint64_t> sum{0};
  };

  std::size_t used_;
  std::array<std::int64_t, most_bounds> bounds_{};
  std::array<slice, stripes> parts_;
};

} // namespace spin
