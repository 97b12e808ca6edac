#include "http/exposition.hpp"

#include <algorithm>
#include <limits>
#include <stdexcept>

#include <prometheus/text_serializer.h>

#include "http/metric_table.hpp"

namespace spin::http {

namespace {

prometheus::MetricType type_of(metric_kind what) {
  switch (what) {
  case metric_kind::counter:
    return prometheus::MetricType::Counter;
  case metric_kind::gauge:
    return prometheus::MetricType::Gauge;
  case metric_kind::histogram:
    return prometheus::MetricType::Histogram;
  }
  return prometheus::MetricType::Untyped;
}

/// Pairs the names, "a,b", with `values`.
std::vector<prometheus::ClientMetric::Label>
paired(std::string_view names, const exposition::labels& values) {
  std::vector<prometheus::ClientMetric::Label> result;
  while (!names.empty() && result.size() < values.size()) {
    const auto comma = std::min(names.find(','), names.size());
    result.push_back(
        {std::string{names.substr(0, comma)}, values[result.size()]});
    names.remove_prefix(std::min(comma + 1, names.size()));
  }
  if (!names.empty() || result.size() != values.size())
    throw std::logic_error("a metric has other labels than its row");
  return result;
}

} // namespace

exposition::exposition() {
  for (const auto& row : metric_table())
    families_.push_back(
        {std::string{row.name}, std::string{row.help}, type_of(row.kind), {}});
}

prometheus::ClientMetric& exposition::add(std::string_view name,
                                          const labels& of) {
  const auto rows = metric_table();
  const auto row = std::ranges::find(rows, name, &metric_row::name);
  if (row == rows.end())
    throw std::logic_error("no such metric: " + std::string{name});
  auto& family = families_[static_cast<std::size_t>(row - rows.begin())];
  family.metric.emplace_back().label = paired(row->labels, of);
  return family.metric.back();
}

void exposition::put(std::string_view name, double value, const labels& of) {
  auto& metric = add(name, of);
  metric.gauge.value = value; // the serializer takes the one of its type
  metric.counter.value = value;
}

void exposition::put(std::string_view name, const spread::reading& values,
                     double in_unit, const labels& of) {
  auto& histogram = add(name, of).histogram;
  histogram.sample_count = values.total;
  histogram.sample_sum = static_cast<double>(values.sum) / in_unit;
  std::uint64_t below = 0;
  for (std::size_t i = 0; i < values.counts.size(); ++i) {
    below += values.counts[i];
    histogram.bucket.push_back(
        {below, i < values.bounds.size()
                    ? static_cast<double>(values.bounds[i]) / in_unit
                    : std::numeric_limits<double>::infinity()});
  }
}

std::string exposition::text() const {
  std::vector<prometheus::MetricFamily> filled;
  std::ranges::copy_if(families_, std::back_inserter(filled),
                       [](const auto& each) { return !each.metric.empty(); });
  return prometheus::TextSerializer{}.Serialize(filled);
}

} // namespace spin::http
