#include <stdexcept>
#include <thread>

#include "tests/bench/load.hpp"
#include "tests/bench/service_bench.hpp"
#include "tests/bench/table.hpp"
#include "tests/support/eventually.hpp"

namespace spin::bench {

namespace {

constexpr std::size_t stops = 16;
constexpr auto calm = std::chrono::seconds{5};

/// Returns how long GETs of `path` take in a calm while.
std::vector<double> calm_gets(const rig& on, const std::string& path) {
  pacer gets{on.server(), path};
  std::this_thread::sleep_for(calm);
  return gets.stop();
}

bool shows(timed_client& server, const std::string& path, const char* status) {
  const auto answer = server.send("GET", path);
  return answer.body.find("\"status\":\"" + std::string{status} + '"')
         != std::string::npos;
}

/// Asks for all the stops and waits until nothing is stopping any more.
void stop_all(timed_client& server, const std::vector<std::string>& paths) {
  for (const auto& path : paths)
    if (server.send("PATCH", path, "status=stopped").status != 200)
      throw std::runtime_error("a stop was refused");
  if (!shows(server, paths.back(), "stopping"))
    throw std::runtime_error("the stop is over already");
  for (const auto& path : paths)
    while (!shows(server, path, "stopped"))
      std::this_thread::sleep_for(std::chrono::milliseconds{200});
}

} // namespace

void measure_stops(rig& on) {
  timed_client server{on.server()};
  const auto path_of = [](const std::string& id) {
    return "/v1/containers/" + id;
  };
  const auto watched = path_of(rig::make_by_server(server));
  std::vector<std::string> paths;
  for (std::size_t i = 0; i < stops; ++i)
    paths.push_back(path_of(rig::make_by_server(server, stubborn_image)));
  auto without = calm_gets(on, watched);
  pacer gets{on.server(), watched};
  stop_all(server, paths);
  const auto during = gets.stop();
  const auto after = calm_gets(on, watched);
  without.insert(without.end(), after.begin(), after.end());
  print({"GET, " + std::to_string(stops) + " stops in flight",
         with_unit(median(during), "ms", 2),
         with_unit(median(without), "ms", 2) + " without",
         median(during) / median(without), bound::at_most, 1.5});
  on.remove_all_by_server("");
}

} // namespace spin::bench
