#include "http/gate.hpp"

#include <future>
#include <thread>

#include <gtest/gtest.h>

using namespace spin::http;

TEST(Gate, LetsThroughUntilItIsClosed) {
  gate one;
  EXPECT_EQ(one.pass([] { return 7; }), 7);
  one.close();
  EXPECT_FALSE(one.pass([] { return 7; }));
}

// Who answers at once passes twice. When the gate closes meanwhile, the inner
// one must not wait for the outer one to leave.
TEST(Gate, WhoIsInsideMayPassAgainAlsoWhileItCloses) {
  gate one;
  std::promise<void> inside;
  std::future<void> closing;
  const auto inner = one.pass([&] {
    closing = std::async(std::launch::async, [&] {
      inside.get_future().wait();
      one.close();
    });
    EXPECT_TRUE(one.pass([] { return true; }));
    inside.set_value();
    while (one.pass([] { return true; }))
      std::this_thread::yield();
    return true;
  });
  EXPECT_TRUE(inner);
  closing.get();
}
