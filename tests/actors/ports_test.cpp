#include "actors/ports.hpp"

#include <algorithm>

#include <gtest/gtest.h>

namespace spin {

namespace {

container_view in_phase(phase now) {
  container_view view;
  view.run = std::make_shared<const run_facts>();
  view.life.now = now;
  return view;
}

} // namespace

// S23: the original took whichever port its dictionary gave first, UDP too.
TEST(Ports, AppIsTheLowestTcpPortOtherThan22InEveryOrder) {
  std::vector<port_binding> all{{22, transport::tcp, 1022},
                                {53, transport::udp, 1053},
                                {80, transport::tcp, 1080},
                                {443, transport::tcp, 1443}};
  do {
    const auto picked = pick_ports(all);
    ASSERT_EQ(picked.ssh, 1022);
    ASSERT_EQ(picked.app, 1080);
  } while (std::next_permutation(all.begin(), all.end()));
}

TEST(Ports, WhatIsNotPublishedIsNotHandedOut) {
  const auto picked = pick_ports({{22, transport::tcp, 0},
                                  {80, transport::tcp, 0},
                                  {443, transport::tcp, 1443}});
  EXPECT_FALSE(picked.ssh);
  EXPECT_EQ(picked.app, 1443);
}

TEST(Ports, UdpAloneIsNothing) {
  const auto picked =
      pick_ports({{22, transport::udp, 1}, {80, transport::udp, 2}});
  EXPECT_FALSE(picked.ssh);
  EXPECT_FALSE(picked.app);
}

TEST(Ports, AreShownWhileItIsUp) {
  for (auto now : {phase::running, phase::stopping, phase::pausing,
                   phase::paused, phase::resuming})
    EXPECT_TRUE(shows_ports(in_phase(now))) << to_string(now);
  for (auto now : {phase::creating, phase::starting, phase::stopped,
                   phase::removing, phase::gone})
    EXPECT_FALSE(shows_ports(in_phase(now))) << to_string(now);
}

} // namespace spin
