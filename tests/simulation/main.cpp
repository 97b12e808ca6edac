// Lives many seeded histories and reports the first breach of a law.
//
// usage: simulation [FIRST [COUNT [STEPS]]]     seeds FIRST.. (1), COUNT (1000)
//        simulation --replay SEED [STEPS]       tells the story of one, and on
//                                        stderr what the server logs

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "config/logging.hpp"
#include "tests/simulation/history.hpp"

namespace {

using namespace spin::test;

/// Returns whether the history of `seed` kept all laws; counts its idle stops.
bool live(std::uint64_t seed, std::size_t steps, bool tells,
          std::size_t& stops) {
  std::vector<std::string> story;
  try {
    history one{seed};
    if (tells)
      spin::log::init(spin::config::log_level::info,
                      spin::config::log_format::text);
    one.tells = tells;
    try {
      one.live(steps);
    } catch (...) {
      story = one.story();
      throw;
    }
    stops += one.idle_stops();
    return true;
  } catch (const breach& what) {
    for (const auto& line : story)
      std::printf("  %s\n", line.c_str());
    std::printf("BREACH seed=%llu law=\"%.*s\" %s\n",
                static_cast<unsigned long long>(seed),
                static_cast<int>(what.law.size()), what.law.data(),
                what.what());
    return false;
  }
}

} // namespace

int main(int argc, char** argv) {
  const auto number = [&](int at, std::uint64_t otherwise) {
    return argc > at ? std::strtoull(argv[at], nullptr, 10) : otherwise;
  };
  std::size_t stops = 0;
  if (argc > 2 && std::strcmp(argv[1], "--replay") == 0)
    return live(number(2, 1), number(3, 200), true, stops) ? EXIT_SUCCESS
                                                           : EXIT_FAILURE;
  // The log of a thousand servers that are killed tells nobody anything.
  if (!std::freopen("/dev/null", "w", stderr))
    return EXIT_FAILURE;
  const auto first = number(1, 1);
  const auto count = number(2, 1000);
  const auto steps = number(3, 200);
  const auto begin = std::chrono::steady_clock::now();
  for (auto seed = first; seed < first + count; ++seed)
    if (!live(seed, steps, false, stops))
      return EXIT_FAILURE;
  const auto took = std::chrono::duration<double>(
                      std::chrono::steady_clock::now() - begin)
                      .count();
  std::printf("%llu histories of %llu steps kept every law in %.1f s; %zu stops "
              "by rule\n",
              static_cast<unsigned long long>(count),
              static_cast<unsigned long long>(steps), took, stops);
  return EXIT_SUCCESS;
}
