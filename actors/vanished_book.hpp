#pragma once

#include <functional>
#include <map>
#include <memory>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <vector>

#include "actors/view.hpp"
#include "store/vanished.hpp"

namespace spin {

using vanished_ptr = std::shared_ptr<const vanished>;

/// How many are kept at once: more than an engine runs, which may lose all of
/// them. A thousand take about a megabyte, here and in the store.
inline constexpr std::size_t most_vanished = 10'000;

/// Returns whether a container was removed without our doing when `was` became
/// `next`: the engine does not have it, and nobody had told us that it is to go.
/// Not so a create that failed: nobody was told of the container.
bool is_lost(const lifecycle& was, const lifecycle& next) noexcept;

/// Returns the user whose it was, as of a container that is there.
std::string_view owner_of(const vanished&) noexcept;

/// Returns what it takes to make the container that `view` shows again.
vanished to_vanished(const container_view& view, utc at);

/// The containers that somebody else removed, as long as they can be made again.
/// As with the directory, HTTP threads read it without a mailbox. Container
/// actors put themselves in, and take themselves out when they are back and go as
/// they were told to; the registry takes out all else. What is too old
/// is not found any more. Thread-safe.
class vanished_book {
public:
  /// Keeps each for so long, 0 = none at all, and no more than `most`.
  explicit vanished_book(span keep = std::chrono::hours{24 * 7},
                         std::size_t most = most_vanished);

  // -- readers ----------------------------------------------------------------

  /// Finds the one whose engine id begins with `id`, of 12 digits or more. Null:
  /// there is none, or there are several.
  vanished_ptr find(std::string_view id, utc now) const;

  /// Returns the one that had exactly that engine id; null: there is none.
  vanished_ptr get(std::string_view container_id, utc now) const;

  /// Returns all, by their engine ids.
  std::vector<vanished_ptr> all() const;

  // -- writers ----------------------------------------------------------------

  /// Takes in what the store holds.
  void fill(std::vector<vanished> stored);

  /// Puts one in. `store` has it written and is called before anybody sees it,
  /// so that whoever takes it out has that written later; not if none are kept.
  void put(vanished what, const std::function<void(const vanished&)>& store);

  /// Returns whether there was one of that engine id.
  bool drop(std::string_view container_id);

  /// Takes out what is too old, then the oldest of what is too many, and returns
  /// the engine ids of those.
  std::vector<std::string> trim(utc now);

private:
  bool is_kept(const vanished& what, utc now) const;

  const span keep_;
  const std::size_t most_;
  mutable std::shared_mutex mutex_;
  std::map<std::string, vanished_ptr, std::less<>> by_id_;
};

} // namespace spin
