#include <algorithm>
#include <array>
#include <map>

#include "tests/bench/load.hpp"
#include "tests/bench/service_bench.hpp"
#include "tests/bench/table.hpp"

namespace spin::bench {

namespace {

constexpr std::size_t creates = 40;
constexpr std::size_t clients = 8;
constexpr std::array<std::size_t, 4> at_the_socket{1, 2, 4, 8};
/// The most that the median GET may take meanwhile, in ms.
constexpr double get_allowed = 5;

/// What the rounds brought so far: containers in a second, and ms for a GET.
struct results {
  std::vector<double> ours;
  std::map<std::size_t, std::vector<double>> theirs;
  std::vector<double> gets;
};

/// Creates by the server, while a client asks for `watched`.
void by_server(rig& on, const std::string& watched, results& into) {
  const auto path = "/v1/containers/" + watched;
  pacer gets{on.server(), path};
  into.ours.push_back(throughput(
      on.server(), path, creates, clients,
      [](timed_client& client, std::size_t) { rig::make_by_server(client); }));
  const auto took = gets.stop();
  into.gets.insert(into.gets.end(), took.begin(), took.end());
  on.remove_all_by_server(watched);
}

void by_engine(rig& on, std::size_t at_once, results& into) {
  into.theirs[at_once].push_back(throughput(
      on.engine(), "/_ping", creates, at_once,
      [&on](timed_client& client, std::size_t) { on.make_by_engine(client); }));
  on.remove_all_by_engine();
}

void print_results(const results& all) {
  const auto best = *std::max_element(
      all.theirs.begin(), all.theirs.end(), [](const auto& a, const auto& b) {
        return median(a.second) < median(b.second);
      });
  print({std::to_string(creates) + " creates, " + std::to_string(clients)
             + " at a time",
         with_unit(median(all.ours), "/s", 2),
         with_unit(median(best.second), "/s", 2) + " by "
             + std::to_string(best.first) + " at a time",
         median(all.ours) / median(best.second), bound::at_least, 0.95});
  print_note("slowest..fastest round", spread(all.ours, 2) + " /s");
  for (const auto& [at_once, rates] : all.theirs)
    print_note("at the socket by " + std::to_string(at_once),
               with_unit(median(rates), "/s", 2) + " (" + spread(rates, 2)
                   + ")");
  print({"GET meanwhile, median", with_unit(median(all.gets), "ms", 2),
         with_unit(get_allowed, "ms", 2), median(all.gets) / get_allowed});
}

} // namespace

void measure_throughput(rig& on, std::size_t rounds) {
  timed_client client{on.server()};
  const auto watched = rig::make_by_server(client);
  results all;
  constexpr auto turns = at_the_socket.size() + 1;
  for (std::size_t round = 0; round < rounds; ++round)
    for (std::size_t i = 0; i < turns; ++i) // each begins once
      if (const auto turn = (i + round) % turns; turn == 0)
        by_server(on, watched, all);
      else
        by_engine(on, at_the_socket[turn - 1], all);
  on.remove_by_server(watched);
  print_results(all);
}

} // namespace spin::bench
