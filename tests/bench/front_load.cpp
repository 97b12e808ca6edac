#include "tests/bench/front_load.hpp"

namespace spin::bench {

void run_load(const front_process& server, wrk_load load, const extent& how,
              rounds& into) {
  load.port = server.port();
  load.length = how.length;
  const auto before = server.cpu();
  const auto reached = run_wrk(load);
  const auto requests =
      reached.per_second * std::chrono::duration<double>(how.length).count();
  into.add(reached);
  into.cpus.push_back((server.cpu() - before) / requests);
}

std::vector<rounds> in_turns(const std::vector<side>& sides,
                             const extent& how) {
  std::vector<rounds> all(sides.size());
  for (std::size_t round = 0; round < how.rounds; ++round)
    for (std::size_t i = 0; i < sides.size(); ++i) {
      const auto turn = (i + round) % sides.size();
      run_load(sides[turn].server, sides[turn].load, how, all[turn]);
    }
  return all;
}

void print_rate(const std::string& what, const rounds& ours,
                const rounds& ceiling, double bar) {
  print({what, with_unit(ours.rate(), "/s", 0),
         with_unit(ceiling.rate(), "/s", 0), ours.rate() / ceiling.rate(),
         bound::at_least, bar});
  print_note("slowest..fastest round, median of p50",
             spread(ours.rates, 0) + " /s, "
                 + with_unit(median(ours.p50s), "ms", 2));
  print_note("CPU time of the server for one; the other side",
             with_unit(median(ours.cpus), "us") + "; "
                 + with_unit(median(ceiling.cpus), "us"));
}

void print_p99(const std::string& what, const rounds& ours,
               const rounds& ceiling) {
  print({what, with_unit(ours.p99(), "ms", 2),
         with_unit(ceiling.p99(), "ms", 2), ours.p99() / ceiling.p99(),
         bound::at_most, 2});
}

} // namespace spin::bench
