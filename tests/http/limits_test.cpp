#include "http/limits.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include "http/seats.hpp"
#include "http/server.hpp"

using namespace spin::http;

TEST(FileLimit, IsRaisedToTheMostThatWeMayHave) {
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &before), 0);
  auto low = before;
  low.rlim_cur = 128;
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &low), 0);
  EXPECT_EQ(file_limit(), 128u);
  EXPECT_EQ(raise_file_limit(), before.rlim_max);
  EXPECT_EQ(file_limit(), before.rlim_max);
  setrlimit(RLIMIT_NOFILE, &before);
}

TEST(Caps, LeaveHalfOfTheFilesAndNeverGiveAllToOneAddress) {
  for (std::size_t files = 8; files < 2'000'000; files += 1 + files / 3) {
    const auto api = caps_within(files, surface::api);
    const auto reports = caps_within(files, surface::check_in);
    EXPECT_LE(api.in_total + reports.in_total, files / 2) << files;
    for (const auto& caps : {api, reports}) {
      EXPECT_GE(caps.from_one_address, 1u) << files;
      EXPECT_LE(caps.from_one_address, caps.in_total / 2) << files;
      EXPECT_LE(caps.in_total, 4096u);
    }
    EXPECT_LE(reports.from_one_address, 16u);
  }
}

TEST(Caps, WhatIsNamedHoldsWhateverTheLimitOfFiles) {
  const auto caps = caps_within(100, surface::check_in, {7000, 300});
  EXPECT_EQ(caps.in_total, 7000u);
  EXPECT_EQ(caps.from_one_address, 300u);
  EXPECT_EQ(caps_within(100, surface::api, {8, 0}).from_one_address, 4u);
}

TEST(Seats, AreLimitedInTotalAndForEachAddressAndComeBack) {
  const auto room = std::make_shared<seats>(connection_caps{3, 2});
  for (int round = 0; round < 3; ++round) {
    const auto first = room->take("a", false);
    auto second = room->take("a", false);
    ASSERT_TRUE(first && second);
    EXPECT_FALSE(room->take("a", false));
    const auto third = room->take("b", false);
    EXPECT_TRUE(third);
    EXPECT_FALSE(room->take("c", false));
    second.reset();
    EXPECT_TRUE(room->take("c", false));
    EXPECT_TRUE(room->take("a", false));
  }
}

TEST(Limits, ThreeQuartersOfTheConnectionsMayFollowEvents) {
  const auto caps = [](std::size_t wanted, std::size_t connections) {
    return event_caps(wanted, {connections, 0});
  };
  EXPECT_EQ(caps(1024, 4096).in_total, 1024u);
  EXPECT_EQ(caps(1024, 4096).from_one_address, 512u);
  EXPECT_EQ(caps(1024, 256).in_total, 192u);
  for (std::size_t wanted : {0u, 1u, 3u}) {
    EXPECT_GE(caps(wanted, 1).in_total, 1u);
    EXPECT_GE(caps(wanted, 1).from_one_address, 1u);
  }
}

TEST(Seats, OfIpv6OneNetworkCounts) {
  const auto room = std::make_shared<seats>(connection_caps{3, 1});
  const auto first = room->take("2001:db8::1", false);
  EXPECT_TRUE(first);
  EXPECT_FALSE(room->take("2001:db8::2", false));
  EXPECT_TRUE(room->take("2001:db8:0:1::1", false));
}

TEST(Seats, ACrowdMayHaveThemAllButNoMore) {
  const auto room = std::make_shared<seats>(connection_caps{3, 1});
  std::vector<seats::seat> taken;
  for (int i = 0; i < 3; ++i) {
    taken.push_back(room->take("proxy", true));
    EXPECT_TRUE(taken.back());
  }
  EXPECT_FALSE(room->take("proxy", true));
}

TEST(Seats, OutliveTheRoomThatGaveThem) {
  auto room = std::make_shared<seats>(connection_caps{1, 1});
  auto seat = room->take("a", false);
  const std::weak_ptr<seats> left = room;
  room.reset();
  EXPECT_FALSE(left.expired());
  seat.reset();
  EXPECT_TRUE(left.expired());
}
