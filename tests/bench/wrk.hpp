#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>

namespace spin::bench {

/// What wrk is to do.
struct wrk_load {
  std::uint16_t port = 0;
  std::string path{"/"};
  std::size_t connections = 64;
  std::chrono::seconds length{5};
  /// Its Lua script; empty = none.
  std::filesystem::path script{};
};

/// What it reached.
struct wrk_result {
  double per_second = 0;
  /// In milliseconds.
  double p50 = 0;
  double p99 = 0;
};

/// Runs wrk to its end. Throws if anything but 2xx came, or a connection broke.
wrk_result run_wrk(const wrk_load& what);

/// Reads what wrk printed; throws as `run_wrk`.
wrk_result read_wrk(const std::string& printed);

} // namespace spin::bench
