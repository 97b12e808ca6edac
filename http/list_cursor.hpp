#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace spin::http {

/// What a list of containers is sorted by.
enum class list_order : std::uint8_t { created, name, image, status, stops_at };

std::string_view to_string(list_order) noexcept;

/// Where a container stands in a sorted list: by the text, then by the number,
/// then by its own id, so that no two stand at the same place.
struct list_place {
  /// It has nothing to sort by, and stands behind all that have.
  bool last = false;
  std::string_view text;
  std::int64_t number = 0;
  std::string_view id;
};

/// Returns whether `a` stands before `b`. Those that are `last` are it in
/// either direction.
bool stands_before(const list_place& a, const list_place& b,
                   bool descending) noexcept;

/// The place of the last container on a page, to go on behind it. It stands for
/// itself: the container may be gone by then.
struct list_cursor {
  list_order by = list_order::created;
  bool descending = false;
  bool last = false;
  std::string text;
  std::int64_t number = 0;
  std::string id;

  list_place place() const { return {last, text, number, id}; }

  friend bool operator==(const list_cursor&, const list_cursor&) = default;
};

/// How much of a text counts for sorting, in bytes, so that a cursor has a
/// length that a query may have.
inline constexpr std::size_t sorted_text = 512;

/// Writes a cursor in letters, digits, '-' and '_'; clients are told nothing of
/// what it means. Round trip: `read_cursor(to_text(c)) == c` if the text is not
/// longer than `sorted_text` and the id holds no ':'.
std::string to_text(const list_cursor& what);

/// Reads what `to_text` wrote; none for anything else.
std::optional<list_cursor> read_cursor(std::string_view text);

} // namespace spin::http
