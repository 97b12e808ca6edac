#pragma once

#include <memory>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "actors/messages.hpp"

namespace spin {

/// One line of the directory: an actor and the latest view it published.
struct directory_entry {
  container_handle actor;
  container_view view;
};

/// The registry's published index: id -> actor and view, address -> the same.
/// Not an actor: HTTP threads read it without a mailbox hop. Each container's
/// line is written only by its own actor (and made and erased by the
/// registry). Thread-safe; every call takes well under a microsecond plus what
/// it copies.
class directory {
public:
  /// What an id given by a client leads to.
  enum class match { none, one, many };
  struct found {
    match how = match::none;
    directory_entry entry; ///< meaningful if `how == match::one`
  };

  /// The shortest prefix of an id that is looked up.
  static constexpr std::size_t min_prefix = 12;

  // -- readers ------------------------------------------------------------------

  /// Finds a listed container by its full engine id or by a prefix of at least
  /// `min_prefix` digits.
  found find(std::string_view container_id) const;

  /// Finds the running container that the engine gave `address`.
  std::optional<directory_entry> find_by_address(std::string_view address) const;

  /// Finds the running container whose check-in token is `token`
  /// ("<id>.<secret>"); compares in constant time.
  std::optional<directory_entry> find_by_token(std::string_view token) const;

  /// Returns all listed containers, oldest first.
  std::vector<container_view> list() const;

  // -- writers ------------------------------------------------------------------

  /// Adds a line. Called by the registry when it spawns the actor; a second
  /// call for the same id replaces the actor (it was restarted).
  void enter(const std::string& id, const container_handle& actor,
             const container_view& view);

  /// Replaces the view of a line. Called by the container's actor only.
  void publish(const container_view& view);

  /// Erases a line. Called by the registry when the actor has ended.
  void erase(const std::string& id);

  /// Returns every line, hidden ones too.
  std::vector<directory_entry> all() const;

private:
  struct line;
  // Filled in with the implementation.
  mutable std::shared_mutex mutex_;
};

} // namespace spin
