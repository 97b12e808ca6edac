#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "tests/bench/timed_client.hpp"

namespace spin::bench {

/// Returns how many milliseconds `what` takes.
double milliseconds_of(const std::function<void()>& what);

/// Makes one thing over a connection; which one: 0, 1, 2...
using maker = std::function<void(timed_client&, std::size_t)>;

/// Calls `make` `count` times, `at_once` at a time, each of these with a
/// connection of its own, opened beforehand by GET `warm_up`. Returns how many
/// were made in a second. Rethrows the first exception of `make`.
double throughput(const target& to, const std::string& warm_up,
                  std::size_t count, std::size_t at_once, const maker& make);

/// GETs `path` at a fixed pace from a thread of its own, however long the
/// answers take: one that comes late makes the next ones late too, and that is
/// counted.
class pacer {
public:
  pacer(const target& to, std::string path,
        std::chrono::milliseconds pace = std::chrono::milliseconds{50});

  /// Ends it and returns the milliseconds that each GET took. Throws if one of
  /// them was not answered with a 200.
  std::vector<double> stop();

private:
  void run(const std::stop_token& end);

  target to_;
  std::string path_;
  std::chrono::milliseconds pace_;
  std::vector<double> took_;
  std::string problem_;
  std::jthread thread_; // last: it uses all of the above
};

} // namespace spin::bench
