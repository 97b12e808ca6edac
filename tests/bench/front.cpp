// How fast the front end is beside a bare Pistache handler in a process of the
// same kind, with the same threads, from the same load, in turns.
//
// usage: bench_front [SECONDS [ROUNDS [CONTAINERS]]]    5, 3, 100000
//        bench_front memory [MILLIONS]                  10

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <thread>

#include "config/memory.hpp"
#include "http/limits.hpp"
#include "tests/bench/front_load.hpp"
#include "tests/bench/front_neighbours.hpp"

namespace {

using namespace spin;
using namespace spin::bench;
using namespace std::chrono_literals;

/// What others reach; see the README for where the figures come from.
void print_others(double check_ins) {
  for (const auto& [who, rate] :
       {std::pair{"the original, as it ships", 1373.0},
        std::pair{"the original, tuned", 2731.0},
        std::pair{"Sablier, as published", 5751.0}})
    print_note("check-ins in a second; " + std::string{who},
               with_unit(check_ins / rate, "times", 1) + " "
                   + with_unit(rate, "/s", 0));
}

/// A fleet with an SQLite store.
struct fleet_server {
  explicit fleet_server(std::size_t containers, bool counts = true)
      : process({0, containers, "sqlite:" + (folder.path() / "db").string(),
                 folder.path() / "tokens", counts}),
        says(folder.path() / "tokens") {
    // nop
  }

  test::temporary_folder folder;
  front_process process;
  scripts says;
};

// -- rows
// -------------------------------------------------------------------------

void measure_check_ins(const fleet_server& ours, const front_process& bare,
                       const extent& how) {
  const auto kept = ours.says.check_in("Connection: keep-alive");
  const wrk_load with_header{.path = "/v1/check-in", .script = kept};
  const wrk_load without{.path = "/v1/check-in",
                         .script = ours.says.check_in()};
  const auto all = in_turns({{bare, with_header},
                             {ours.process, with_header},
                             {ours.process, without}},
                            how);
  print_rate("check-in, 64 connections; bare Pistache", all[1], all[0], 0.80);
  print_p99("the same, p99", all[1], all[0]);
  print_rate("without a Connection header; with it", all[2], all[1], 0.95);
  print_others(all[2].rate());
}

/// Two servers that differ in nothing but whether they count.
void measure_counting(const extent& how) {
  constexpr std::size_t containers = 1000;
  const fleet_server counting{containers};
  const fleet_server blind{containers, false};
  const auto load_of = [](const fleet_server& which) {
    return wrk_load{.path = "/v1/check-in",
                    .script = which.says.check_in_of_all()};
  };
  const auto all = in_turns({{blind.process, load_of(blind)},
                             {counting.process, load_of(counting)}},
                            how);
  print_rate("check-ins with metrics; without", all[1], all[0], 0.97);
}

void measure_get(const fleet_server& ours, const front_process& bare,
                 const std::string& path, const extent& how) {
  const auto get = ours.says.get();
  const wrk_load load{.path = path, .script = get};
  const auto all = in_turns({{bare, load}, {ours.process, load}}, how);
  print_rate("GET one container; bare Pistache", all[1], all[0], 0.70);
}

void measure_all_tokens(const fleet_server& ours, const front_process& bare,
                        const extent& how) {
  const auto each = ours.says.check_in_of_all();
  const wrk_load load{.path = "/v1/check-in", .script = each};
  // The first report of each is stored at once, the next ones rarely.
  rounds warm;
  for (double sent = 0; sent < 3 * static_cast<double>(how.containers);) {
    run_load(ours.process, load, how, warm);
    sent += warm.rates.back() * static_cast<double>(how.length.count());
  }
  const auto all = in_turns({{bare, load}, {ours.process, load}}, how);
  print_rate("check-ins of " + std::to_string(how.containers)
                 + " containers; bare Pistache",
             all[1], all[0], 0.75);
  print_note("while the first report of each is stored",
             with_unit(warm.rates.front(), "/s", 0));
}

double share_of(const std::vector<double>& sorted, double share) {
  return sorted.at(
      static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1)));
}

void measure_list(const extent& how) {
  constexpr std::size_t listed = 10'000;
  const fleet_server ours{listed};
  plain_client client{ours.process.port()};
  const auto request = scripts::get_text("/v1/containers");
  auto size = client.ask(request);
  reporter alone{ours.process.port(), ours.says.check_in_text()};
  std::this_thread::sleep_for(how.length);
  const auto before = alone.stop();
  reporter beside{ours.process.port(), ours.says.check_in_text()};
  std::vector<double> took;
  const auto cpu = ours.process.cpu();
  for (const auto end = std::chrono::steady_clock::now() + how.length;
       std::chrono::steady_clock::now() < end;)
    took.push_back(milliseconds_of([&] { size = client.ask(request); }));
  const auto each =
      (ours.process.cpu() - cpu) / 1000 / static_cast<double>(took.size());
  const auto waits = beside.stop();
  const auto rate = static_cast<double>(size) / 1000 / median(took); // MB/s
  const auto name = "list of " + std::to_string(listed) + " containers";
  print({name, with_unit(rate, "MB/s", 0), "200 MB/s", rate / 200,
         bound::at_least, 1});
  print({"the same, median", with_unit(median(took), "ms"), "25 ms",
         median(took) / 25});
  print_note("size, fastest..slowest",
             with_unit(static_cast<double>(size) / 1e6, "MB") + ", "
                 + spread(took) + " ms");
  print_note("CPU time of the server for one (with check-ins)",
             with_unit(each, "ms"));
  print({"check-in behind lists, the slowest", with_unit(waits.back(), "ms"),
         "10 ms", waits.back() / 10});
  print_note("its p50, p99; the slowest without lists",
             with_unit(share_of(waits, 0.5), "ms", 2) + ", "
                 + with_unit(share_of(waits, 0.99), "ms", 2) + "; "
                 + with_unit(before.back(), "ms", 2));
}

void measure_redis(const extent& how) {
  test::redis_server redis;
  const test::temporary_folder folder;
  const front_process ours{{0, 1000, redis.uri(), folder.path() / "tokens"}};
  const scripts says{folder.path() / "tokens"};
  const wrk_load load{.path = "/v1/check-in", .script = says.check_in_of_all()};
  rounds well, slow, down;
  for (std::size_t round = 0; round < how.rounds; ++round) {
    run_load(ours, load, how, well);
    {
      const slow_redis slowly{redis};
      run_load(ours, load, how, slow);
    }
    redis.crash();
    run_load(ours, load, how, down);
    redis.start();
  }
  print_rate("check-ins while Redis is slow by 1 s; well", slow, well, 0.95);
  print_rate("check-ins while Redis is down; well", down, well, 0.95);
}

void measure_crowd(const fleet_server& ours, const std::string& path,
                   const extent& how) {
  const wrk_load load{
      .path = path, .connections = 16, .script = ours.says.get()};
  rounds alone, crowded;
  for (std::size_t round = 0; round < how.rounds; ++round) {
    run_load(ours.process, load, how, alone);
    const crowd others{ours.process.port(), 5000, 200};
    run_load(ours.process, load, how, crowded);
  }
  print_p99("GET beside 5,000 idle and 200 slow, p99; alone", crowded, alone);
  print_note("rate beside them; alone", with_unit(crowded.rate(), "/s", 0)
                                            + "; "
                                            + with_unit(alone.rate(), "/s", 0));
}

std::string some_path(std::uint16_t port) {
  const target all{
      docker::parse_endpoint("http://127.0.0.1:" + std::to_string(port))
          .value(),
      "admin:spindocker"};
  timed_client client{all};
  const auto list = client.send("GET", "/v1/containers").body;
  constexpr std::string_view mark = "\"uri\":\"";
  const auto at = list.find(mark) + mark.size();
  return list.substr(at, list.find('"', at) - at);
}

void measure_all(const extent& how) {
  const front_process bare{{}};
  {
    const fleet_server ours{how.containers};
    const auto path = some_path(ours.process.port());
    measure_check_ins(ours, bare, how);
    measure_get(ours, bare, path, how);
    measure_all_tokens(ours, bare, how);
    measure_crowd(ours, path, how);
  }
  measure_counting(how);
  measure_list(how);
  measure_redis(how);
}

/// Memory at half of `count` check-ins and at their end.
void measure_memory(double count) {
  const fleet_server ours{1000};
  const wrk_load load{.port = ours.process.port(),
                      .path = "/v1/check-in",
                      .length = 10s,
                      .script = ours.says.check_in_of_all()};
  double half = 0;
  double done = 0;
  while (done < count) {
    done += run_wrk(load).per_second * 10;
    if (half == 0 && done >= count / 2)
      half = ours.process.resident();
  }
  const auto end = ours.process.resident();
  print({"memory after " + with_unit(done / 1e6, "million check-ins"),
         with_unit(end / 1e6, "MB"), with_unit(half / 1e6, "MB") + " at half",
         end / half, bound::at_most, 1.02});
}

} // namespace

int main(int argc, char** argv) try {
  keep_memory_small(); // like the server
  const std::vector<std::string> words(argv + 1, argv + argc);
  if (!words.empty() && words[0] == "serve")
    serve({words.begin() + 1, words.end()});
  curl_global_init(CURL_GLOBAL_DEFAULT);
  http::raise_file_limit();
  const auto number = [&](std::size_t at, std::size_t otherwise) {
    return words.size() > at ? std::stoul(words[at]) : otherwise;
  };
  if (!words.empty() && words[0] == "memory")
    measure_memory(static_cast<double>(number(1, 10)) * 1e6);
  else
    measure_all(
        {std::chrono::seconds{number(0, 5)}, number(1, 3), number(2, 100'000)});
} catch (const std::exception& why) {
  std::fprintf(stderr, "bench_front: %s\n", why.what());
  return EXIT_FAILURE;
}
