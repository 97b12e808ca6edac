#include "tests/bench/table.hpp"

#include <algorithm>
#include <cstdio>
#include <stdexcept>

namespace spin::bench {

namespace {

std::string fixed(double value, int digits) {
  char text[64];
  std::snprintf(text, sizeof text, "%.*f", digits, value);
  return text;
}

} // namespace

void print(const row& what) {
  const bool most = what.side == bound::at_most;
  const bool met = most ? what.ratio <= what.bar : what.ratio >= what.bar;
  std::printf("%s\t%s\t%s\t%.3f\t%s %.2f\t%s\n", what.what.c_str(),
              what.measured.c_str(), what.ceiling.c_str(), what.ratio,
              most ? "<=" : ">=", what.bar, met ? "yes" : "NO");
  std::fflush(stdout);
}

void print_note(const std::string& what, const std::string& measured) {
  std::printf("  %s\t%s\n", what.c_str(), measured.c_str());
}

std::string with_unit(double value, const char* unit, int digits) {
  return fixed(value, digits) + ' ' + unit;
}

double median(std::vector<double> values) {
  if (values.empty())
    throw std::logic_error("no values to take the median of");
  std::sort(values.begin(), values.end());
  const auto middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle]
                                : (values[middle - 1] + values[middle]) / 2;
}

std::string spread(const std::vector<double>& values, int digits) {
  const auto [least, most] = std::minmax_element(values.begin(), values.end());
  return fixed(*least, digits) + ".." + fixed(*most, digits);
}

} // namespace spin::bench
