#pragma once

#include <string>
#include <vector>

namespace spin::bench {

/// On which side of its bar a ratio should be.
enum class bound { at_most, at_least };

/// One line of the table.
struct row {
  std::string what;
  /// What we reach and what it is compared with, each with its unit.
  std::string measured;
  std::string ceiling;
  double ratio = 0;
  bound side = bound::at_most;
  double bar = 1;
};

/// Prints one line of the table, tabs between: what, measured, ceiling, ratio,
/// bar, met or not. run.sh aligns them.
void print(const row& what);

/// Prints a line below another one that has no bar of its own.
void print_note(const std::string& what, const std::string& measured);

/// Returns `value` with `digits` decimals and its unit, "12.3 ms".
std::string with_unit(double value, const char* unit, int digits = 1);

/// Returns the middle of `values` (of an even number: the mean of both).
/// `values` must not be empty.
double median(std::vector<double> values);

/// Returns the smallest and the largest, "12.3..15.6".
std::string spread(const std::vector<double>& values, int digits = 1);

} // namespace spin::bench
