// How fast the real server is in front of a real engine, and how fast that
// engine is by itself.
//
// usage: bench_service SERVER_BINARY INSTANCE [ROUNDS [PAIRS]]

#include <cstdio>
#include <cstdlib>
#include <exception>

#include "tests/bench/service_bench.hpp"

int main(int argc, char** argv) try {
  using namespace spin::bench;
  if (argc < 3) {
    std::fputs("usage: bench_service SERVER_BINARY INSTANCE [ROUNDS [PAIRS]]\n",
               stderr);
    return EXIT_FAILURE;
  }
  const auto number = [&](int at, std::size_t otherwise) {
    return argc > at ? std::strtoul(argv[at], nullptr, 10) : otherwise;
  };
  curl_global_init(CURL_GLOBAL_DEFAULT);
  rig on{argv[1], argv[2]};
  on.compare_sides();
  measure_create(on, number(4, 20));
  measure_throughput(on, number(3, 3));
  measure_stops(on);
} catch (const std::exception& why) {
  std::fprintf(stderr, "bench_service: %s\n", why.what());
  return EXIT_FAILURE;
}
