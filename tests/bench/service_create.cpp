#include "tests/bench/load.hpp"
#include "tests/bench/service_bench.hpp"
#include "tests/bench/table.hpp"

namespace spin::bench {

namespace {

/// A container of one side: how long it took, then removes it.
double by_server(rig& on, timed_client& client) {
  std::string made;
  const auto took =
      milliseconds_of([&] { made = rig::make_by_server(client); });
  on.remove_by_server(made);
  return took;
}

double by_engine(rig& on, timed_client& client) {
  std::string made;
  const auto took = milliseconds_of([&] { made = on.make_by_engine(client); });
  on.remove_by_engine(made);
  return took;
}

} // namespace

void measure_create(rig& on, std::size_t pairs) {
  timed_client server{on.server()};
  timed_client engine{on.engine()};
  by_server(on, server); // connects, and the caches are warm
  by_engine(on, engine);
  std::vector<double> ours;
  std::vector<double> theirs;
  for (std::size_t i = 0; i < pairs; ++i) {
    if (i % 2 == 0)
      ours.push_back(by_server(on, server));
    theirs.push_back(by_engine(on, engine));
    if (i % 2 == 1)
      ours.push_back(by_server(on, server));
  }
  print({"create, median of " + std::to_string(pairs),
         with_unit(median(ours), "ms"),
         with_unit(median(theirs), "ms") + " at the socket",
         median(ours) / median(theirs), bound::at_most, 1.05});
  print_note("fastest..slowest", spread(ours) + " (" + spread(theirs) + ")");
}

} // namespace spin::bench
