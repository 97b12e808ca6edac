// What supervision costs with very many containers: memory, the time from a
// start to serving, reconcile passes, and how late idle containers are stopped.
// The real actors, threads and store; the engine is a double, in this process.
//
// usage: bench_scale [CONTAINERS [sqlite|redis]]

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <unordered_map>

#include <malloc.h>
#include <unistd.h>

#include "config/memory.hpp"
#include "tests/bench/scale_fleet.hpp"
#include "tests/bench/table.hpp"
#include "tests/support/process.hpp"
#include "tests/support/redis_server.hpp"

namespace {

using namespace spin;
using namespace std::chrono_literals;

using seconds = std::chrono::duration<double>;
using milliseconds = std::chrono::duration<double, std::milli>;

// What is allowed.
constexpr double bytes_each = 3000;
constexpr double start_seconds = 5;
constexpr double pass_seconds = 2;
constexpr double late_ms = 100;

/// How many passes there are.
constexpr int passes = 5;

/// Returns our resident memory, without what the allocator only keeps for
/// later.
double resident() {
  malloc_trim(0);
  std::size_t all = 0;
  std::size_t pages = 0;
  std::ifstream{"/proc/self/statm"} >> all >> pages;
  return static_cast<double>(pages)
         * static_cast<double>(sysconf(_SC_PAGESIZE));
}

/// Returns the same when it does not change any more: what was under way may
/// still be on its way out.
double settled_resident() {
  auto before = resident();
  while (true) {
    std::this_thread::sleep_for(200ms);
    const auto now = resident();
    if (std::abs(now - before) < before / 1000)
      return now;
    before = now;
  }
}

template <class Work>
double seconds_for(Work work) {
  const auto begun = std::chrono::steady_clock::now();
  work();
  return seconds{std::chrono::steady_clock::now() - begun}.count();
}

/// When the engine was asked to stop which container.
class stop_log {
public:
  void note(const std::string& engine_id) {
    const auto now = std::chrono::steady_clock::now();
    std::lock_guard guard{mutex_};
    stops_.emplace_back(engine_id, now);
  }

  std::size_t size() const {
    std::lock_guard guard{mutex_};
    return stops_.size();
  }

  /// Returns how late each one was, in milliseconds, sorted.
  std::vector<double>
  lateness(const std::unordered_map<std::string, instant>& due) const {
    std::lock_guard guard{mutex_};
    std::vector<double> result;
    for (const auto& [id, at] : stops_)
      result.push_back(milliseconds{at - due.at(id)}.count());
    std::sort(result.begin(), result.end());
    return result;
  }

private:
  mutable std::mutex mutex_;
  std::vector<std::pair<std::string, instant>> stops_;
};

/// One line of the table: `measured` may be `most`, both in `unit`.
void judge(const std::string& what, double measured, double most,
           const char* unit, int digits) {
  bench::print({what, bench::with_unit(measured, unit, digits),
                bench::with_unit(most, unit, digits), measured / most});
}

/// Returns when each container is to be stopped, by its engine id.
std::unordered_map<std::string, instant>
deadlines(const directory& containers) {
  const server_policy policy;
  std::unordered_map<std::string, instant> result;
  for (const auto& view : containers.list())
    if (const auto at = stops_at(view->life, policy_of(*view, policy)))
      result.emplace(view->who->container_id, *at);
  return result;
}

double measure_passes(bench::scale_server& server) {
  std::vector<double> each;
  for (int i = 0; i < passes; ++i)
    each.push_back(seconds_for([&] { server.audit(); }));
  return bench::median(each);
}

/// Waits until `log` has all of `due`, but not for ever.
void wait_for_all(const stop_log& log,
                  const std::unordered_map<std::string, instant>& due) {
  instant last{};
  for (const auto& [id, at] : due)
    last = std::max(last, at);
  while (log.size() < due.size()) {
    if (std::chrono::steady_clock::now() > last + 60s)
      throw std::runtime_error("only " + std::to_string(log.size())
                               + " were stopped");
    std::this_thread::sleep_for(20ms);
  }
}

void measure_deadlines(const std::string& where, bench::scale_server& server,
                       const stop_log& log) {
  const auto due = deadlines(server.containers());
  if (log.size() > 0)
    throw std::runtime_error("the first were due before all was measured");
  wait_for_all(log, due);
  server.sync();
  const auto late = log.lateness(due);
  const auto part = [&late](double share) {
    return late[static_cast<std::size_t>(
        share * static_cast<double>(late.size() - 1))];
  };
  judge("lateness of a stop, p99" + where, part(0.99), late_ms, "ms", 1);
  bench::print_note("p50, p99.9 and the latest of "
                        + std::to_string(late.size()),
                    bench::with_unit(part(0.5), "ms") + ", "
                        + bench::with_unit(part(0.999), "ms") + ", "
                        + bench::with_unit(late.back(), "ms"));
}

void measure(std::size_t count, const std::string& kind,
             const std::string& uri) {
  const auto where = " (" + kind + ')';
  bench::fleet_plan plan;
  plan.size = count;
  // As long to get ready as for all of them to become due.
  plan.first_due =
      bench::utc_now() + 3s
      + std::chrono::ceil<std::chrono::seconds>(count * plan.apart);
  auto engine = std::make_shared<test::simulated_engine>();
  bench::make_fleet(*engine, **store::make_store(uri, bench::fleet_instance),
                    plan);
  stop_log log;
  engine->on_asked = [&log](const std::string& verb, const auto& what) {
    if (verb == "stop")
      log.note(what.info.id);
  };
  const auto listing = seconds_for(
      [&] { engine->list("spin-docker.instance=scale", [](const auto&) {}); });
  const auto before = settled_resident();
  std::optional<bench::scale_server> server;
  const auto start = seconds_for([&] {
    server.emplace(engine, uri);
    server->recover();
  });
  const auto pass = measure_passes(*server);
  const auto each = (settled_resident() - before) / static_cast<double>(count);
  if (server->containers().list().size() != count)
    throw std::runtime_error("not all were taken up");
  judge("memory of a container" + where, each, bytes_each, "B", 0);
  judge("start to serving" + where, start, start_seconds, "s", 2);
  judge("reconcile pass" + where, pass, pass_seconds, "s", 2);
  bench::print_note("of which the double makes its listing",
                    bench::with_unit(listing, "s", 2));
  measure_deadlines(where, *server, log);
}

void measure_with(const std::string& kind, std::size_t count) {
  if (kind == "redis") {
    const test::redis_server redis;
    measure(count, kind, redis.uri());
  } else {
    const test::temporary_folder folder;
    measure(count, kind, "sqlite:" + (folder.path() / "scale.db").string());
  }
}

} // namespace

int main(int argc, char** argv) {
  keep_memory_small(); // like the server
  const auto count = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 100'000;
  const std::string kind = argc > 2 ? argv[2] : "sqlite";
  if (count == 0 || (kind != "sqlite" && kind != "redis")) {
    std::fputs("usage: bench_scale [CONTAINERS [sqlite|redis]]\n", stderr);
    return EXIT_FAILURE;
  }
  try {
    measure_with(kind, count);
  } catch (const std::exception& why) {
    std::fprintf(stderr, "bench_scale: %s\n", why.what());
    return EXIT_FAILURE;
  }
}
