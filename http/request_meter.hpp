#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "actors/counting.hpp"

namespace spin::http {

class exposition;

/// Counts answered requests by route and status. Thread-safe; counting takes no
/// lock and no memory.
class request_meter {
public:
  /// `routes`: their names, as they are shown.
  explicit request_meter(std::vector<std::string> routes);

  /// Counts an answer of the route of that number.
  void count(std::size_t route, int status, std::chrono::nanoseconds took);

  /// Adds what was counted so far.
  void put_on(exposition& page) const;

  std::size_t routes() const noexcept { return series_.size(); }

private:
  static constexpr int least_status = 100;
  static constexpr int most_status = 599;

  struct series {
    std::string name;
    std::array<std::atomic<std::uint64_t>, most_status - least_status + 1>
        by_status{};
    /// In nanoseconds. A start takes the engine about a second, a stop ten at
    /// most.
    spread took{500'000,       1'000'000,      5'000'000,      10'000'000,
                50'000'000,    100'000'000,    500'000'000,    1'000'000'000,
                5'000'000'000, 10'000'000'000, 30'000'000'000, 90'000'000'000};
  };

  std::vector<std::unique_ptr<series>> series_;
};

} // namespace spin::http
