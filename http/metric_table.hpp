#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace spin::http {

enum class metric_kind : std::uint8_t { counter, gauge, histogram };

/// One metric: what Prometheus is told of it and what the page says.
struct metric_row {
  /// The heading under which the page has it.
  std::string_view group;
  std::string_view name;
  metric_kind kind;
  /// The names of its labels, with commas; empty: none.
  std::string_view labels;
  std::string_view help;
};

/// Returns every metric that `/metrics` can show, in its order.
std::span<const metric_row> metric_table();

/// Returns the page `deploy/docs/metrics.md`.
std::string metrics_page();

} // namespace spin::http
