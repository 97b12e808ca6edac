#include "tests/support/eventually.hpp"

#include <thread>

namespace spin::test {

bool eventually(const std::function<bool()>& holds,
                std::chrono::milliseconds within) {
  const auto deadline = std::chrono::steady_clock::now() + within;
  while (!holds()) {
    if (std::chrono::steady_clock::now() >= deadline)
      return false;
    std::this_thread::sleep_for(std::chrono::milliseconds{20});
  }
  return true;
}

} // namespace spin::test
