#include "store/pace.hpp"

#include <atomic>
#include <thread>

#include <gtest/gtest.h>

namespace spin {

TEST(Pace, TellsItsWriterOfEachChangeOnce) {
  pace steer{pace::state::waits};
  int told = 0;
  steer.on_change([&] { ++told; });
  steer.hold();
  EXPECT_EQ(told, 0);
  steer.go_on();
  steer.go_on();
  EXPECT_EQ(told, 1);
  EXPECT_EQ(steer.now(), pace::state::goes);
  steer.hold();
  EXPECT_EQ(told, 2);
}

TEST(Pace, ItsEndIsForGood) {
  pace steer;
  int told = 0;
  steer.on_change([&] { ++told; });
  steer.end();
  steer.go_on();
  steer.hold();
  EXPECT_EQ(steer.now(), pace::state::ended);
  EXPECT_EQ(told, 1);
}

TEST(Pace, NobodyIsToldOnceTheWriterHasLeft) {
  for (int round = 0; round < 200; ++round) {
    pace steer;
    std::atomic<bool> here = true;
    std::atomic<bool> too_late = false;
    steer.on_change([&] { too_late = too_late || !here; });
    std::thread reader{[&] {
      for (int i = 0; i < 50; ++i) {
        steer.hold();
        steer.go_on();
      }
    }};
    steer.on_change({});
    here = false;
    reader.join();
    EXPECT_FALSE(too_late);
  }
}

} // namespace spin
