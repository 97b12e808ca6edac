#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace spin::http {

/// Returns what counts as one place to log in from: an IPv4 address, or the /64
/// of an IPv6 address, which one machine has all of. Anything else stays as it
/// is.
std::string place_of(std::string_view address);

/// Slows down who guesses passwords: from one place and for one name, the first
/// few wrong ones are free, then each doubles the wait before the next, up to a
/// minute. Names fall into 64 groups by a secret hash, so that neither a list of
/// made-up names gets more guesses nor anybody learns which names exist; who
/// guesses at one name does not lock out the others behind the same address.
/// Nobody is locked out for good. Bounded; thread-safe; time is an argument.
class login_throttle {
public:
  using moment = std::chrono::steady_clock::time_point;

  static constexpr unsigned free_attempts = 5;
  static constexpr std::chrono::seconds first_wait{1};
  static constexpr std::chrono::seconds longest_wait{60};
  /// So long after the last attempt all is forgotten.
  static constexpr std::chrono::minutes memory{15};
  /// So many guesses a minute in vain do not yet bother who is known.
  static constexpr unsigned bearable = 20;

  /// Remembers at most so many places and groups of names; those that tried last.
  explicit login_throttle(std::size_t most = 16'384);

  /// An attempt is to be made: returns how long to wait before it (rounded up to
  /// whole seconds), or none; then it counts as wrong until `succeeded` says
  /// otherwise, so that many at once get no more guesses than one by one.
  /// `guess` stands for what is tried (none: unlike all before): a program that
  /// goes on with the same old password does not guess.
  std::optional<std::chrono::seconds> attempt(std::string_view place,
                                              std::string_view name,
                                              moment now,
                                              std::optional<std::uint64_t> guess
                                              = {});

  /// Returns whether a login that is known to be right may pass although others
  /// must wait: a program with an old password must not lock out the one with
  /// the right one beside it. Not while somebody guesses in earnest: for them,
  /// passing would tell that a guess was right.
  bool lets_known_pass(std::string_view place, std::string_view name,
                       moment now) const;

  /// The attempt was no guess. Those that were wrong before still count.
  void succeeded(std::string_view place, std::string_view name);

  /// Returns how many it remembers.
  std::size_t size() const;

private:
  struct line {
    std::string key;
    unsigned wrong = 0;
    moment last{};
    moment open_at{};
    /// Other guesses that had to wait, in the minute that began then.
    unsigned in_vain = 0;
    std::optional<std::uint64_t> last_in_vain;
    moment in_vain_since{};
  };

  std::string key_of(std::string_view place, std::string_view name) const;
  line& find_or_make(std::string key);

  const std::size_t most_;
  std::array<unsigned char, 16> secret_{};
  mutable std::mutex mutex_;
  /// The last to try comes first.
  std::list<line> lines_;
  std::unordered_map<std::string_view, std::list<line>::iterator> by_key_;
};

} // namespace spin::http
