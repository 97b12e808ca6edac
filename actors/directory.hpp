#pragma once

#include <map>
#include <memory>
#include <optional>
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
  view_ptr view;
};

/// The registry's published index: id -> actor and view, address -> the same.
/// Not an actor: HTTP threads read it without a mailbox hop. Each container's
/// line is written by its own actor only, and made and erased by the registry.
/// Thread-safe.
class directory {
public:
  /// What an id given by a client leads to.
  enum class match { none, one, many };
  struct found {
    match how = match::none;
    std::optional<directory_entry> entry; ///< set if `how == match::one`
  };

  /// The shortest prefix of an engine id that is looked up.
  static constexpr std::size_t min_prefix = 12;

  directory();
  ~directory();

  // -- readers ----------------------------------------------------------------

  /// Finds a listed container by its full engine id or by a prefix of at least
  /// `min_prefix` digits.
  found find(std::string_view container_id) const;

  /// Finds the container that the engine gave `address` for its present run.
  std::optional<directory_entry> find_by_address(std::string_view address) const;

  /// Finds the container whose check-in token is `token` ("<id>.<secret>") if
  /// it may be running; compares in constant time.
  std::optional<directory_entry> find_by_token(std::string_view token) const;

  /// Returns the views of all listed containers, oldest first.
  std::vector<view_ptr> list() const;

  /// Returns our own ids of those of `owner` that are up or may soon be, hidden
  /// ones too. One that is being stopped for idleness may be: a report calls
  /// that off.
  std::vector<std::string> up_of(std::string_view owner) const;

  /// Returns the lines of the others of its group, hidden ones too.
  std::vector<directory_entry> mates_of(const container_view&) const;

  /// Returns how many lines there are of a group of that user.
  std::size_t group_size(std::string_view owner, std::string_view group) const;

  /// Returns every line, hidden ones too, in no order.
  std::vector<directory_entry> all() const;

  /// Returns the line of our own `id`, hidden or not.
  std::optional<directory_entry> get(std::string_view id) const;

  /// Returns the line that has exactly that engine id, hidden or not.
  std::optional<directory_entry>
  with_engine_id(std::string_view container_id) const;

  // -- writers ----------------------------------------------------------------

  /// Makes room for so many lines.
  void reserve(std::size_t lines);

  /// Adds a line with that view; if there is one, replaces its actor only. An
  /// empty handle keeps a place for an actor that is yet to be spawned.
  void enter(const container_handle& actor, view_ptr view);

  /// Replaces the view of a line; no effect if the line is not there.
  void publish(view_ptr view);

  /// Erases the line of our own `id`.
  void erase(std::string_view id);

private:
  struct line;

  /// Enters a line under the keys that `from` has.
  void put_keys(std::unique_ptr<line> which,
                std::shared_ptr<const identity> from);
  /// Takes a line out of all indexes but the one of addresses.
  std::unique_ptr<line> drop_keys(const line& which);
  void put_view(line& where, view_ptr view);
  void leave_group(const line& which);
  void claim_addresses(line& for_whom);
  void drop_addresses(const line& of);

  mutable std::shared_mutex mutex_;
  /// Keys are views into the identity that the line keeps for them.
  std::unordered_map<std::string_view, std::unique_ptr<line>> by_id_;
  /// Sorted, so that a prefix is one look-up; lines with an engine id only.
  std::map<std::string_view, line*> by_container_;
  std::map<std::pair<utc, std::string_view>, line*> by_age_;
  std::unordered_map<std::string, line*> by_address_;
  std::unordered_multimap<std::string, line*> by_group_;
};

} // namespace spin
