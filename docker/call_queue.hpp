#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <string>
#include <unordered_map>

namespace spin::docker {

/// What calls have limits of their own.
enum class call_class : std::uint8_t { start, stop, other };

/// How many calls of a class may be under way at once.
struct call_limits {
  /// Creates and starts together. A start costs the engine about a quarter of
  /// a CPU second, but it also waits; which number is best on two cores is not
  /// settled yet (tests/bench).
  std::size_t starts = 8;
  /// A stop mostly waits for the container, and must not delay another one.
  std::size_t stops = 256;
};

/// Decides when a call may go to the engine: calls for one container strictly
/// in the order of their submission, calls for different containers side by
/// side within the limits. Not thread-safe: belongs to the gateway actor.
class call_queue {
public:
  using job = std::function<void()>;

  explicit call_queue(call_limits limits) : limits_(limits) {}

  /// Runs `run` now if it may go, else as soon as it may. `finished` must be
  /// called once when the call that `run` began has been answered.
  void submit(const std::string& container, call_class kind, job run);

  /// Notes the end of the call under way for `container`; runs what may go now.
  void finished(const std::string& container);

  std::size_t in_flight(call_class kind) const;
  std::size_t waiting() const;

private:
  struct entry {
    call_class kind;
    job run;
  };

  /// The calls of one container; the front one is under way or wants to be.
  struct lane {
    std::deque<entry> calls;
    bool under_way = false;
  };

  bool has_room(call_class kind) const;
  void run_front(const std::string& container);
  void want_turn(const std::string& container);

  call_limits limits_;
  std::unordered_map<std::string, lane> lanes_;
  std::map<call_class, std::size_t> in_flight_;
  /// Containers whose front call waits for room in its class, oldest first.
  std::map<call_class, std::deque<std::string>> turns_;
};

} // namespace spin::docker
