#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include <gtest/gtest.h>

#include "docker/engine.hpp"
#include "tests/support/eventually.hpp"

namespace spin::test {

/// Notes what a listener is told, on whichever thread, and fails the test if
/// that is not in the order that a listener may rely on.
class event_log {
public:
  docker::event_listener listener() {
    return {[s = state_] {
              std::lock_guard guard(s->mutex);
              EXPECT_FALSE(s->open || s->end) << "opened twice or late";
              s->open = true;
            },
            [s = state_](const docker::engine_event& what) {
              std::lock_guard guard(s->mutex);
              EXPECT_TRUE(s->open && !s->end) << "an event outside the stream";
              s->events.push_back(what);
            },
            [s = state_](failure why) {
              std::lock_guard guard(s->mutex);
              EXPECT_FALSE(s->end) << "ended twice";
              s->end = std::move(why);
            }};
  }

  bool opened() const {
    std::lock_guard guard(state_->mutex);
    return state_->open;
  }

  std::optional<failure> ended() const {
    std::lock_guard guard(state_->mutex);
    return state_->end;
  }

  std::vector<docker::engine_event> events() const {
    std::lock_guard guard(state_->mutex);
    return state_->events;
  }

  bool opens() const {
    return eventually([this] { return opened(); });
  }

  /// Waits for the end and returns why.
  failure end() const {
    eventually([this] { return ended().has_value(); });
    return ended().value_or(failure{errc::internal, "never ended"});
  }

private:
  struct shared {
    mutable std::mutex mutex;
    bool open = false;
    std::optional<failure> end;
    std::vector<docker::engine_event> events;
  };
  std::shared_ptr<shared> state_ = std::make_shared<shared>();
};

} // namespace spin::test
