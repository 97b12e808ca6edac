#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace spin::store {

/// What each group leaves in the store beside its records: who wrote, and which
/// group of his it was. An empty `writer` is the mark of a store without one.
struct mark {
  std::string writer;
  std::uint64_t group = 0;

  friend bool operator==(const mark&, const mark&) = default;
};

/// Returns "writer:group"; "" for the empty mark.
std::string to_string(const mark&);

/// Reads what `to_string` wrote. Anything else is a mark that nobody wrote.
mark to_mark(std::string_view text);

/// Notices a store that lost what it had acknowledged: emptied, replaced by
/// another or set back to an earlier state. Pure; one for each open store.
class continuity {
public:
  /// `writer` is a word that no other store object uses.
  explicit continuity(std::string writer) : writer_(std::move(writer)) {}

  /// The store shows `found`. The first one is taken as it is; later it must
  /// be the last acknowledged one or one whose answer never came.
  void observe(const mark& found);

  /// Returns the mark to write with the next group, which from now on counts as
  /// sent. Follows an `observe`.
  mark send();

  /// The store acknowledged the mark that was sent last. Returns whether it
  /// had kept everything until then; a loss is told once. Follows a `send`.
  bool acknowledge();

private:
  std::string writer_;
  std::optional<mark> known_;
  std::optional<mark> unanswered_;
  /// The number of the last acknowledged group.
  std::uint64_t highest_ = 0;
  bool lost_ = false;
};

/// Returns a word for `continuity` that is as good as unique.
std::string unique_word();

} // namespace spin::store
