#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "store/snapshot.hpp"

namespace spin {

/// What became of each container, kept outside of its actor: most of it is
/// never read, and actors must stay small. Each container has the latest of its
/// own; when all together have `most`, it gets a new line only for its oldest.
/// Thread-safe.
class chronicle {
public:
  static constexpr std::size_t most_changes = 50;
  static constexpr std::size_t most_checks = 8;
  /// How many changes a record keeps: each of them is written with it.
  static constexpr std::size_t most_stored = 16;

  explicit chronicle(std::size_t most = 500'000) : most_(most) {}

  // By our own id of the container.

  void note(std::string_view id, transition what);
  void note(std::string_view id, past_check what);

  /// Takes over what a record tells, unless more is known already.
  void restore(std::string_view id, history what);

  /// Returns what is known, oldest first.
  history of(std::string_view id) const;

  /// Returns the part of it that a record keeps.
  history to_store(std::string_view id) const;

  void forget(std::string_view id);

  /// Returns how many changes are kept in total.
  std::size_t size() const noexcept { return size_; }

private:
  struct hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept {
      return std::hash<std::string_view>{}(text);
    }
  };

  /// A part of all containers, so that their actors seldom meet.
  struct shelf {
    mutable std::mutex mutex;
    std::unordered_map<std::string, history, hash, std::equal_to<>> books;
  };

  shelf& shelf_of(std::string_view id);
  const shelf& shelf_of(std::string_view id) const;

  const std::size_t most_;
  std::atomic<std::size_t> size_ = 0;
  std::array<shelf, 16> shelves_;
};

} // namespace spin
