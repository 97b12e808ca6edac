#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <prometheus/metric_family.h>

#include "actors/counting.hpp"

namespace spin::http {

/// One page of metrics being made: each value is put under a name of the
/// metric table with the values of its labels, in the table's order. Throws
/// std::logic_error if the table has no such metric or it has other labels.
class exposition {
public:
  using labels = std::vector<std::string>;

  exposition();

  void put(std::string_view name, double value, const labels& of = {});

  /// Puts a histogram; `in_unit` of what was noted make one of the unit.
  void put(std::string_view name, const spread::reading& values, double in_unit,
           const labels& of = {});

  /// Returns the page, in the order of the table.
  std::string text() const;

private:
  prometheus::ClientMetric& add(std::string_view name, const labels& of);

  std::vector<prometheus::MetricFamily> families_;
};

/// Durations are noted in nanoseconds and shown in seconds.
inline constexpr double nanoseconds = 1e9;

} // namespace spin::http
