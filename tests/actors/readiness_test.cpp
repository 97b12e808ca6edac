#include "actors/readiness.hpp"

#include <array>

#include <gtest/gtest.h>

namespace spin {

namespace {

using namespace std::chrono_literals;

constexpr std::array phases{phase::creating, phase::starting, phase::running,
                            phase::stopping, phase::stopped,  phase::removing,
                            phase::gone,     phase::pausing,  phase::paused,
                            phase::resuming};

constexpr std::array healths{health_status::none, health_status::starting,
                             health_status::healthy, health_status::unhealthy};

container_view view_in(phase now, std::vector<port_binding> ports) {
  container_view view;
  view.run = std::make_shared<const run_facts>(run_facts{std::move(ports), {}});
  view.life.now = now;
  view.life.run_id = incarnation{7};
  return view;
}

container_view view_in(phase now) {
  return view_in(now, {{22, transport::tcp, 1022}, {80, transport::tcp, 1080}});
}

} // namespace

TEST(Readiness, IsOfWhatRunsAloneWhateverElseIsSaid) {
  for (const auto now : phases)
    for (const auto health : healths)
      for (const auto run : {incarnation::none, incarnation{7}}) {
        auto view = view_in(now);
        view.health = health;
        view.answers = run;
        const bool well = health == health_status::healthy
                          || (health == health_status::none
                              && run == incarnation{7});
        EXPECT_EQ(is_ready(view), now == phase::running && well);
      }
}

TEST(Readiness, OfAnEarlierRunSaysNothingOfThisOne) {
  auto view = view_in(phase::running);
  view.answers = incarnation{6};
  EXPECT_FALSE(is_ready(view));
}

TEST(Readiness, TriesTheAppPortElseSshElseNothing) {
  EXPECT_EQ(port_to_try(view_in(phase::running)), 1080);
  EXPECT_EQ(port_to_try(view_in(phase::running, {{22, transport::tcp, 1022}})),
            1022);
  const auto without = view_in(phase::running, {{53, transport::udp, 1053}});
  EXPECT_FALSE(port_to_try(without));
  EXPECT_TRUE(is_ready(without));
}

TEST(Readiness, TriesNothingThatTellsItselfOrIsReadyOrDoesNotRun) {
  for (const auto now : phases)
    for (const auto health : healths)
      for (const auto run : {incarnation{6}, incarnation{7}}) {
        auto view = view_in(now);
        view.health = health;
        view.answers = run;
        EXPECT_EQ(port_to_try(view).has_value(),
                  now == phase::running && health == health_status::none
                      && run == incarnation{6});
      }
}

// However long it takes, it is known to be ready at most a tenth of that later,
// and after an hour of tries there were few.
TEST(Readiness, IsTriedSoonAndSeldom) {
  const instant began{1h};
  auto now = began;
  int tries = 0;
  for (; now < began + 1h; ++tries) {
    const auto next = next_try(began, now);
    ASSERT_GT(next, now);
    ASSERT_LE(next - now, std::max<span>(50ms, (now - began) / 10));
    ASSERT_LE(next - now, 1min);
    now = next;
  }
  EXPECT_LT(tries, 150);
  EXPECT_EQ(next_try(began, began - 1h), began - 1h + 50ms); // a clock of old
}

TEST(Readiness, AWaitIsSettledOnceReachedOrVain) {
  for (const auto now : phases) {
    auto view = view_in(now);
    view.life.want = wanted::stopped;
    for (const auto what : {awaited::running, awaited::stopped, awaited::paused})
      EXPECT_EQ(is_settled(what, view), to_string(what) == to_string(now));
    EXPECT_EQ(is_settled(awaited::ready, view), !may_be_up(view));
    view.answers = view.life.run_id;
    EXPECT_EQ(is_settled(awaited::ready, view),
              now == phase::running || !may_be_up(view));
  }
}

} // namespace spin
