#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "actors/bulletin.hpp"

namespace spin {

/// Who may read a text: everybody who may know of it, or those who see
/// everything.
enum class audience : std::uint8_t { all, trusted };

/// A bulletin in the feed; nothing in it changes but the texts that are made of
/// it once they are wanted.
class fed_bulletin {
public:
  fed_bulletin(bulletin what, std::uint64_t number);

  const bulletin what;
  /// 1, 2, ... in the order of the feed.
  const std::uint64_t number;

private:
  friend class event_feed;

  mutable std::array<std::once_flag, 2> made_;
  mutable std::array<std::string, 2> texts_;
  /// About how much memory it takes, in bytes; guarded by the feed.
  mutable std::size_t size_;
};

using bulletin_ptr = std::shared_ptr<const fed_bulletin>;

/// Rings once for many publications: a reader that is at work need not be
/// woken.
class feed_bell {
public:
  explicit feed_bell(std::function<void()> ring) : ring_(std::move(ring)) {
    // nop
  }

  /// Wants to be woken by the next publication. To be called before the reader
  /// looks for what is there already.
  void arm() { armed_ = true; }

private:
  friend class event_feed;

  std::atomic<bool> armed_ = false;
  std::function<void()> ring_;
};

/// The latest of what happened, in order. Whoever publishes waits for no
/// reader; readers come back for what they missed as long as it is kept.
/// Thread-safe.
class event_feed {
public:
  /// What is kept: as long as it is within both.
  struct limits {
    std::size_t count = 10'000; ///< at least 1
    std::size_t bytes = std::size_t{16} << 20;
  };

  event_feed();

  /// `epoch` tells numbers of this feed from those of any other: letters and
  /// digits; at random unless given.
  explicit event_feed(limits most);
  event_feed(limits most, std::string epoch);

  event_feed(const event_feed&) = delete;
  event_feed& operator=(const event_feed&) = delete;

  const std::string& epoch() const noexcept { return epoch_; }

  void publish(bulletin what);

  /// Returns the number of the latest; 0: there was none yet.
  std::uint64_t last() const noexcept { return last_; }

  /// What follows a number.
  struct page {
    std::vector<bulletin_ptr> all;
    /// Some of it is not kept any more.
    bool lost = false;
  };

  /// Returns what follows `number`, in order, `most` at once. A number that
  /// this feed has not reached is followed by nothing.
  page after(std::uint64_t number, std::size_t most) const;

  /// Returns the text of `what` for `whom`: what `write` returned the first
  /// time. Valid as long as `what`. What is kept grows by it.
  const std::string& text_of(const fed_bulletin& what, audience whom,
                             const std::function<std::string()>& write);

  /// Makes a bell that `ring` rings while somebody keeps it. `ring` is called
  /// on the thread of who publishes, and must neither block nor publish.
  std::shared_ptr<feed_bell> add_bell(std::function<void()> ring);

private:
  void make_room();

  const limits most_;
  const std::string epoch_;
  mutable std::mutex mutex_;
  std::deque<bulletin_ptr> kept_;
  std::size_t size_ = 0;
  std::atomic<std::uint64_t> last_ = 0;
  std::vector<std::weak_ptr<feed_bell>> bells_;
};

} // namespace spin
