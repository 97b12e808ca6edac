#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "config/entry.hpp"
#include "config/settings.hpp"
#include "config/values.hpp"

namespace spin::config {

/// One thing that an operator can set: a row of the table.
struct option {
  /// The name of its field in `settings` and of its key in the file.
  std::string key;
  /// The environment variable of the original spin-docker; empty if none.
  std::string old_name;
  /// One line without a period.
  std::string help;
  /// When to change it: whole sentences.
  std::string advice;
  /// What is allowed; reads on after "allowed: ".
  std::string allowed;
  /// A file may give it as a YAML list.
  bool is_list = false;
  /// Reads a text into the field. Errors: what is wrong with it.
  std::function<parsed<void>(settings&, std::string_view)> assign;
  /// Reads a list of maps into the field; empty: the option takes none. Errors
  /// name the place within the list.
  std::function<checked<void>(settings&, const list_items&)> assign_items;
  /// Writes the field as `assign` reads it.
  std::function<std::string(const settings&)> show;
  /// Writes the field without its secret; "" if it holds none.
  std::function<std::string(const settings&)> masked;

  /// Returns its environment variable: "SD_LISTEN".
  std::string environment_name() const;

  /// Returns its default as a file would write it.
  std::string default_text() const;
};

/// Returns the table of all options, in the order in which they are printed.
const std::vector<option>& options();

/// Returns the row of `key`, or null.
const option* find_option(std::string_view key);

/// Returns the known key that `key` was probably meant to be, or "".
std::string nearest_key(std::string_view key);

} // namespace spin::config
