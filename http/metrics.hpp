#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "actors/view.hpp"

namespace spin::http {

/// What became of a check-in.
enum class check_in_outcome { credited, unknown_source, malformed, limited };

/// Counts what operators watch and prints it in Prometheus' text format.
/// Thread-safe. One for the process, shared by its listeners.
class metrics {
public:
  metrics();
  ~metrics();
  metrics(const metrics&) = delete;
  metrics& operator=(const metrics&) = delete;

  /// Counts an answered request. `route` is a pattern of the route table or
  /// "none", never what a client sent: each value is one time series.
  void count_request(std::string_view route, int status,
                     std::chrono::duration<double> took);

  void count_check_in(check_in_outcome);

  /// Shows whether containers can report: false until their listener is open.
  void set_check_in_listening(bool yes);

  /// Returns everything counted so far, the containers by status, and how the
  /// process is doing.
  std::string text(const std::vector<view_ptr>& containers);

private:
  struct route_series;
  struct series;
  std::unique_ptr<series> all_;
};

} // namespace spin::http
