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
  /// Creates and starts together. A start costs the engine about a quarter of a
  /// CPU second, but it also waits: on two cores 4 to 8 of them at once are
  /// equally quick (tests/bench), and fewer leave more of it to others.
  std::size_t starts = 4;
  /// A stop mostly waits for the container, and must not delay another one.
  std::size_t stops = 256;
};

/// Decides when a call may go to the engine: calls for one container strictly
/// in the order of their submission, calls for different containers side by
/// side within the limits. Not thread-safe: belongs to the gateway actor.
class call_queue {
public:
  /// Names one call from its submission to its end.
  using turn = std::uint64_t;
  using job = std::function<void(turn)>;

  explicit call_queue(call_limits limits) : limits_(limits) {}

  /// Runs `run` now if it may go, else as soon as it may. `finished` must be
  /// called with its turn when the call that `run` began has ended.
  void submit(const std::string& container, call_class kind, job run);

  /// Notes the end of that call and runs what may go now. Returns whether it was
  /// under way: a call that was given up ends twice.
  bool finished(turn which);

  std::size_t in_flight(call_class kind) const;
  /// Returns how many calls have not begun yet.
  std::size_t waiting() const noexcept { return waiting_; }

private:
  struct entry {
    turn number;
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
  /// Whose call is under way, by its turn.
  std::unordered_map<turn, std::string> under_way_;
  turn last_turn_ = 0;
  std::size_t waiting_ = 0;
  std::map<call_class, std::size_t> in_flight_;
  /// Containers whose front call waits for room in its class, oldest first.
  std::map<call_class, std::deque<std::string>> turns_;
};

} // namespace spin::docker
