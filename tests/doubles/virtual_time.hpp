#pragma once

#include <memory>
#include <optional>
#include <vector>

#include <caf/all.hpp>
#include <caf/scheduler/test_coordinator.hpp>

#include "store/failure.hpp"
#include "store/time.hpp"
#include "actors/messages.hpp"

namespace spin::test {

/// An actor system without threads on a clock that only moves when told to.
class virtual_time {
public:
  virtual_time();
  virtual_time(const virtual_time&) = delete;
  virtual_time& operator=(const virtual_time&) = delete;
  ~virtual_time();

  /// Keeps `whom` to be ended with the system, or by `end_waiting`.
  void keep(const caf::actor& whom) { waiting_.push_back(whom); }

  /// Ends all who wait for an answer: who owed it may be gone.
  void end_waiting();

  caf::actor_system& system() { return system_; }
  instant now();

  /// Lets every actor work until all mailboxes are empty.
  void settle();

  /// Returns whether nobody has anything to do.
  bool idle();

  /// Lets one actor work on one message; returns whether there was one.
  bool step();

  /// Moves the clock by `by`, from alarm to alarm, so that each one rings at
  /// its own moment.
  void advance(span by);

  /// The alarms under way.
  std::size_t alarms();

private:
  caf::actor_system_config config_;
  caf::actor_system system_;
  caf::scheduler::test_coordinator& scheduler_;
  std::vector<caf::actor> waiting_;
};

/// Keeps an answer that comes later.
template <class T>
class answer {
public:
  bool here() const { return value_.has_value(); }
  const outcome<T>& operator*() const { return *value_; }
  const outcome<T>* operator->() const { return &*value_; }
  void set(outcome<T> how) { value_.emplace(std::move(how)); }

private:
  std::optional<outcome<T>> value_;
};

/// Sends a request from an actor of its own; the answer fills in as the system
/// settles.
template <class T, class Handle, class... Parts>
std::shared_ptr<answer<T>> ask(virtual_time& time, const Handle& whom,
                               Parts... what) {
  auto result = std::make_shared<answer<T>>();
  // With an argument: CAF binds a null reference for a spawn without any.
  time.keep(time.system().spawn(
    [=](caf::event_based_actor* self, const Handle& to) {
      self->request(to, caf::infinite, what...)
        .then([result](const T& value) { result->set(value); },
              [result](const caf::error& why) {
                result->set(tl::unexpected<failure>(to_failure(why)));
              });
    },
    whom));
  return result;
}

} // namespace spin::test
