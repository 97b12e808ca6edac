#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "actors/directory.hpp"
#include "actors/pulse.hpp"
#include "actors/savings.hpp"
#include "actors/telemetry.hpp"
#include "http/permits.hpp"
#include "http/request_meter.hpp"
#include "http/seats.hpp"
#include "store/health.hpp"

namespace spin::http {

/// What became of a check-in.
enum class check_in_outcome : std::uint8_t {
  credited,
  unknown_source,
  malformed,
  limited
};

/// What a page of metrics is made of beside what is counted here, as it is at
/// one moment.
struct scrape {
  /// Every line of the directory.
  const std::vector<directory_entry>& containers;
  clock_pair now;
  const server_policy& policy;
  const health_board& health;
  const telemetry& meters;
  const savings_report& savings;
  /// Null: it is taken for granted that actors are run.
  const pulse* beats = nullptr;
};

/// Counts what the front end does, and prints all metrics in Prometheus' text
/// format. Thread-safe. One for the process, shared by its listeners.
class metrics {
public:
  /// `routes`: the names of the routes, by their numbers; `counts` false:
  /// nothing is counted, to measure what counting costs.
  explicit metrics(std::vector<std::string> routes, bool counts = true);

  /// Counts an answered request of the route of that number, or of none: its
  /// number is that of the last route plus 1.
  void count_request(std::size_t route, int status,
                     std::chrono::nanoseconds took);

  /// Counts a request that found no route.
  void count_request(int status, std::chrono::nanoseconds took);

  void count_check_in(check_in_outcome);

  /// Shows whether containers can report: false until their listener is open.
  void set_check_in_listening(bool yes) { check_in_listening_ = yes; }

  /// Shows the connections and the waiting requests of one more listener, as
  /// long as it lives.
  void watch(std::string listener, const std::shared_ptr<const seats>& room,
             const std::shared_ptr<const permits>& waiting);

  /// Returns everything counted so far, and what `from` tells.
  std::string text(const scrape& from) const;

private:
  struct watched {
    std::string name;
    std::weak_ptr<const seats> room;
    std::weak_ptr<const permits> waiting;
  };

  void put_on(exposition& page) const;

  const bool counts_;
  request_meter requests_;
  std::array<tally, 4> check_ins_;
  std::atomic<bool> check_in_listening_ = false;
  mutable std::mutex mutex_;
  std::vector<watched> listeners_;
};

} // namespace spin::http
