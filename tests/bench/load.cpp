#include "tests/bench/load.hpp"

#include <algorithm>
#include <atomic>
#include <future>
#include <stdexcept>
#include <utility>

namespace spin::bench {

namespace {

using steady = std::chrono::steady_clock;

double to_milliseconds(steady::duration what) {
  return std::chrono::duration<double, std::milli>(what).count();
}

} // namespace

double milliseconds_of(const std::function<void()>& what) {
  const auto begin = steady::now();
  what();
  return to_milliseconds(steady::now() - begin);
}

double throughput(const target& to, const std::string& warm_up,
                  std::size_t count, std::size_t at_once, const maker& make) {
  std::vector<std::unique_ptr<timed_client>> clients;
  for (std::size_t i = 0; i < at_once; ++i) {
    clients.push_back(std::make_unique<timed_client>(to));
    clients.back()->send("GET", warm_up);
  }
  std::atomic<std::size_t> next = 0;
  const auto took = milliseconds_of([&] {
    std::vector<std::future<void>> workers;
    for (auto& client : clients)
      workers.push_back(std::async(std::launch::async, [&, c = client.get()] {
        for (std::size_t i = next++; i < count; i = next++)
          make(*c, i);
      }));
    for (auto& worker : workers)
      worker.get();
  });
  return static_cast<double>(count) * 1000 / took;
}

pacer::pacer(const target& to, std::string path, std::chrono::milliseconds pace)
    : to_(to), path_(std::move(path)), pace_(pace),
      thread_([this](const std::stop_token& end) { run(end); }) {
  // nop
}

std::vector<double> pacer::stop() {
  thread_.request_stop();
  thread_.join();
  if (!problem_.empty())
    throw std::runtime_error(problem_);
  return took_;
}

void pacer::run(const std::stop_token& end) try {
  timed_client client{to_};
  client.send("GET", path_); // connects
  for (auto due = steady::now(); !end.stop_requested(); due += pace_) {
    std::this_thread::sleep_until(due);
    // Our own late waking is no fault of the server's; its late answer is.
    const auto awake = steady::now();
    const auto begin = awake - due < pace_ ? awake : due;
    if (const auto answer = client.send("GET", path_); answer.status != 200)
      throw std::runtime_error("GET " + path_ + ": "
                               + std::to_string(answer.status));
    took_.push_back(to_milliseconds(steady::now() - begin));
  }
} catch (const std::exception& why) {
  problem_ = why.what();
}

} // namespace spin::bench
