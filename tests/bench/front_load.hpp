#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "tests/bench/front_rig.hpp"
#include "tests/bench/table.hpp"

namespace spin::bench {

/// How much is measured.
struct extent {
  std::chrono::seconds length{5};
  std::size_t rounds = 3;
  std::size_t containers = 100'000;
};

/// The rates and latencies of some rounds.
struct rounds {
  std::vector<double> rates;
  std::vector<double> p50s;
  std::vector<double> p99s;
  /// CPU time of the server for a request, in microseconds.
  std::vector<double> cpus;

  void add(const wrk_result& one) {
    rates.push_back(one.per_second);
    p50s.push_back(one.p50);
    p99s.push_back(one.p99);
  }
  double rate() const { return median(rates); }
  double p99() const { return median(p99s); }
};

/// One server and what is put on it.
struct side {
  const front_process& server;
  wrk_load load;
};

/// Puts `load` on `server`.
void run_load(const front_process& server, wrk_load load, const extent& how,
              rounds& into);

/// Runs each side once in every round, in turns.
std::vector<rounds> in_turns(const std::vector<side>& sides, const extent& how);

/// Prints the rate of `ours` as a part of that of `ceiling`.
void print_rate(const std::string& what, const rounds& ours,
                const rounds& ceiling, double bar);

/// Prints how many times longer the slowest hundredth takes; at most twice.
void print_p99(const std::string& what, const rounds& ours,
               const rounds& ceiling);

} // namespace spin::bench
