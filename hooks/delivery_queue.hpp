#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "store/delivery.hpp"
#include "store/time.hpp"

namespace spin::hooks {

/// What waits for one webhook. Deliveries of one subject go one after the
/// other, in their order; those of different subjects side by side. One that
/// fails is tried again after a pause that grows. Pure: time is an argument.
class delivery_queue {
public:
  struct limits {
    /// How many are kept; then the oldest goes.
    std::size_t most = 10'000;
    /// How many are under way at once.
    std::size_t at_once = 8;
    /// How long one is tried.
    span longest = std::chrono::hours{24};
  };

  /// The longest pause between two tries.
  static constexpr span longest_pause = std::chrono::minutes{15};

  /// After so many failures without a success the receiver counts as away: one
  /// at a time finds out whether it is back.
  static constexpr std::uint32_t away_after = 3;

  explicit delivery_queue(limits most) : most_(most) {
    // nop
  }

  /// Adds one that happened `age` ago; its number is higher than that of any
  /// before it. Returns those that had to go for it.
  std::vector<delivery> add(delivery what, instant now, span age = span{0});

  /// Returns one to be sent now; it is under way until `delivered` or `failed`.
  /// None: see `due`. Those that were tried for too long go to `given_up`.
  std::optional<delivery> next(instant now, std::vector<delivery>& given_up);

  /// Returns when `next` may have one; none: not before something is added,
  /// delivered or failed.
  std::optional<instant> due() const;

  void delivered(std::uint64_t number, instant now);
  void failed(std::uint64_t number, instant now);

  bool is_away() const noexcept { return failures_ >= away_after; }
  std::size_t size() const noexcept { return subjects_.size(); }

  /// Returns all that are kept, in order.
  std::vector<delivery> all() const;

private:
  struct waiting {
    delivery what;
    instant until;
  };

  /// What waits about one subject.
  struct lane {
    std::deque<waiting> all;
    instant due{};
    std::uint32_t failures = 0;
    /// The first of `all` is under way.
    bool under_way = false;
  };

  using lanes = std::map<std::string, lane>;

  /// Drops the oldest that is not under way.
  delivery drop_oldest();
  /// Takes the first of a lane out.
  delivery take_first(lanes::iterator from);
  void wait_until(lanes::iterator whom, instant due);

  const limits most_;
  lanes lanes_;
  /// Lanes that wait, by when they may go on.
  std::set<std::pair<instant, std::string>> waiting_;
  /// The subject of each delivery.
  std::map<std::uint64_t, std::string> subjects_;
  std::size_t under_way_ = 0;
  /// In a row.
  std::uint32_t failures_ = 0;
};

/// Returns how long to wait after the `failures`th failure in a row (>= 1): 1
/// s, doubling up to `delivery_queue::longest_pause`; up to a fifth less, as
/// `salt` has it.
span pause_after(std::uint32_t failures, std::uint64_t salt);

} // namespace spin::hooks
