#pragma once

#include <span>
#include <string>
#include <string_view>

namespace spin::http {

/// An option of POST /v1/containers, as it is described to people and programs.
struct option_row {
  std::string_view name;
  /// A form can carry it, too.
  bool in_forms;
  /// What it may be, as JSON Schema.
  std::string_view schema;
  /// An example, as JSON.
  std::string_view example;
  /// What it does.
  std::string_view help;
  /// What holds without it.
  std::string_view usual;
  /// The rules of the operator that it is under.
  std::string_view rules;
};

/// Returns all of them, in the order in which they are described.
std::span<const option_row> option_rows();

/// Returns the description of the option called so; null: there is none.
const option_row* option_row_of(std::string_view name);

/// Writes the table of them as Markdown, for the manual.
std::string option_page();

} // namespace spin::http
