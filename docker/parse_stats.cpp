#include "docker/parse_stats.hpp"

#include "docker/json.hpp"
#include "docker/parse_time.hpp"

namespace spin::docker {

namespace {

/// What the processors have done so far, in nanoseconds.
struct cpu_time {
  std::uint64_t own = 0;
  std::uint64_t whole = 0; ///< Of the whole machine; 0 = not told.
};

cpu_time read_cpu(const json::field& where) {
  return {where["cpu_usage"]["total_usage"].count(),
          where["system_cpu_usage"].count()};
}

std::uint64_t read_cpus(const json::field& cpu) {
  if (const auto online = cpu["online_cpus"].count(); online > 0)
    return online;
  std::uint64_t known = 0; // older engines list each
  cpu["cpu_usage"]["percpu_usage"].each_item([&](const auto&) { ++known; });
  return known;
}

/// The share of one processor between two moments; none if one is not known.
std::optional<double> share(const cpu_time& before, const cpu_time& now,
                            std::uint64_t cpus) {
  if (before.whole == 0 || now.whole <= before.whole || now.own < before.own)
    return std::nullopt;
  return static_cast<double>(now.own - before.own)
         / static_cast<double>(now.whole - before.whole)
         * static_cast<double>(cpus) * 100;
}

/// Memory without the files that it only keeps at hand: those go when somebody
/// needs the room. Version 1 of cgroups tells of the group and of all below it
/// (`total_`), of which the latter is what `usage` counts.
std::uint64_t read_memory(const json::field& where) {
  const auto usage = where["usage"].count();
  const auto stats = where["stats"];
  const auto total = stats["total_inactive_file"];
  const auto spare =
      total.present() ? total.count() : stats["inactive_file"].count();
  return usage - (spare < usage ? spare : 0);
}

} // namespace

outcome<container_stats> parse_stats(std::string_view text) {
  json::document doc(text);
  const auto root = doc.root();
  container_stats result;
  const auto moment = parse_time(root["read"].text());
  if (!moment)
    root["read"].complain("is " + moment.error().what);
  result.at = static_cast<std::int64_t>(moment.value_or(incarnation::none));
  const auto cpu = root["cpu_stats"];
  result.cpus = read_cpus(cpu);
  result.cpu_percent =
      share(read_cpu(root["precpu_stats"]), read_cpu(cpu), result.cpus);
  result.memory_used = read_memory(root["memory_stats"]);
  result.memory_limit = root["memory_stats"]["limit"].count();
  root["networks"].each_member(
      [&](const std::string&, const json::field& network) {
        result.network_received += network["rx_bytes"].count();
        result.network_sent += network["tx_bytes"].count();
      });
  result.pids = root["pids_stats"]["current"].count();
  // An engine tells of a container that does not run, too: of nobody's memory.
  if (result.pids == 0 && result.memory_used == 0)
    result = {};
  return doc.finish(std::move(result));
}

} // namespace spin::docker
