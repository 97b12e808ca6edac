#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "config/problem.hpp"

namespace spin::config {

/// The variables of an environment.
using environment_variables = std::map<std::string, std::string>;

/// Copies what `environ` or the third argument of `main` points to.
environment_variables environment_of(const char* const* block);

/// What kind of value a source gives for a key.
enum class shape : std::uint8_t { nothing, text, list, map, items };

/// One key of an item.
struct field {
  /// As in `problem::where`.
  std::string where;
  std::string key;
  /// False: a list, a map, or nothing.
  bool is_text = false;
  std::string value;
};

/// One item of a list of maps; without `is_map` it has no fields.
struct list_item {
  std::string where;
  bool is_map = false;
  std::vector<field> fields;
};

using list_items = std::vector<list_item>;

/// One key of one source, not checked yet.
struct entry {
  /// As in `problem::where`.
  std::string where;
  std::string key;
  shape form = shape::text;
  /// The text, or the items of a list with commas between them.
  std::string value;
  /// The items, if `form` is that.
  list_items parts = {};
};

using entries = std::vector<entry>;

/// How many bytes a file of ours may have.
inline constexpr std::size_t longest_file = 1 << 20;

/// Reads the whole file. Errors: why it cannot be read (without its path), or
/// that it is longer than `limit` bytes.
tl::expected<std::string, std::string> read_file(const std::string& path,
                                                 std::size_t limit);

/// Reads the YAML text of a configuration file; `path` is for messages only.
/// Errors: not one map of YAML, or a duplicate key.
checked<entries> entries_of_file(const std::string& path,
                                 const std::string& text);

/// Reads a YAML text that is nothing but a list of maps; `where` stands for the
/// place of everything in it, with its line if that is a file. Errors: not such
/// a list.
enum class lines : std::uint8_t { counted, one };
checked<list_items> items_of_text(const std::string& where, const std::string& text,
                             lines how);

/// Picks the variables that are ours: first the original's names, then the
/// SD_ ones, which win over them. An empty variable counts as not set. Errors:
/// an unknown name that starts with SD_.
checked<entries> entries_of_environment(const environment_variables& from);

/// Splits the arguments of `--set`. Errors: one without a '='.
checked<entries> entries_of_flags(const std::vector<std::string>& sets);

/// Makes the problem of a key that no option has.
problem unknown_key(std::string where, std::string_view key);

} // namespace spin::config
