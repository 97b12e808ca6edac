#pragma once

#include <atomic>
#include <functional>
#include <future>
#include <memory>

#include <gtest/gtest.h>

#include "docker/engine.hpp"

namespace spin::test {

/// Longer than any call of these tests may take.
inline constexpr std::chrono::seconds patience{90};

/// Waits for an answer that is given from another thread. A second answer to
/// the same call fails the test.
template <class T>
class answer_to {
public:
  /// Returns the callback to hand over; once only.
  std::function<void(outcome<T>)> callback() {
    return [state = state_](outcome<T> got) {
      if (state->count++ == 0)
        state->promise.set_value(std::move(got));
      else
        ADD_FAILURE() << "answered twice";
    };
  }

  /// Waits for it. Fails the test if it never comes.
  outcome<T> get() {
    auto future = state_->promise.get_future();
    if (future.wait_for(patience) == std::future_status::ready)
      return future.get();
    return fail(errc::internal, "never answered");
  }

private:
  struct shared {
    std::promise<outcome<T>> promise;
    std::atomic<int> count = 0;
  };
  std::shared_ptr<shared> state_ = std::make_shared<shared>();
};

/// Makes one call and waits: `await<T>([&](auto then) { e.list("x", then); })`.
template <class T, class Call>
outcome<T> await(Call call) {
  answer_to<T> answer;
  call(answer.callback());
  return answer.get();
}

} // namespace spin::test
