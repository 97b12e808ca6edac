#include "store/clocks.hpp"

#include <gtest/gtest.h>

namespace spin {

namespace {

using namespace std::chrono_literals;

/// A machine's two clocks, and a thread that may be put aside between reads.
struct machine {
  instant steady{100h};
  std::chrono::system_clock::time_point wall{20'000h};
  span put_aside{0}; ///< Before the next read of the wall clock.

  void pass(span length) {
    steady += length;
    wall += std::chrono::duration_cast<std::chrono::system_clock::duration>(
        length);
  }

  clocks read() {
    return clocks{[this] { return steady; },
                  [this] {
                    pass(std::exchange(put_aside, span{0}));
                    return wall;
                  }};
  }
};

const instant deadline{101h};

} // namespace

TEST(Clocks, AMomentIsTheSameInUtcHoweverOftenItIsAsked) {
  machine one;
  auto time = one.read();
  const auto first = time.now().to_utc(deadline);
  for (int i = 0; i < 1000; ++i) {
    one.pass(1234567ns);
    one.put_aside = 1us * (i % 3000);
    ASSERT_EQ(time.now().to_utc(deadline), first);
  }
}

// A busy machine moved every deadline that was shown by as long as it let the
// reader wait.
TEST(Clocks, WhoIsPutAsideBetweenTwoReadsMovesNothing) {
  machine one;
  one.put_aside = 3s;
  auto time = one.read();
  const auto first = time.now().to_utc(deadline);
  for (const span pause : {span{60ms}, span{999ms}, span{2s}, span{1h}}) {
    one.put_aside = pause;
    EXPECT_EQ(time.now().to_utc(deadline), first);
    EXPECT_EQ(time.now().to_utc(deadline), first);
  }
}

TEST(Clocks, AWallClockThatIsSetIsFollowed) {
  machine one;
  auto time = one.read();
  const auto first = time.now().to_utc(deadline);
  one.wall += 1h;
  EXPECT_EQ(time.now().to_utc(deadline), first + 1h);
  one.wall -= 2h;
  EXPECT_EQ(time.now().to_utc(deadline), first - 1h);
}

} // namespace spin
