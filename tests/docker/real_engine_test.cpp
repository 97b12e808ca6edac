/// Every verb against a real engine.

#include <vector>

#include <gmock/gmock.h>

#include "tests/docker/real_engine.hpp"

namespace spin::docker {

namespace {

using test::await;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

} // namespace

TEST_F(RealEngine, SpeaksACommonVersion) {
  const auto got = await<engine_version>([&](auto f) { engine_->version(f); });
  ASSERT_TRUE(got) << got.error().what;
  EXPECT_THAT(got->api, testing::StartsWith("1."));
  EXPECT_NE(got->engine, "");
}

TEST_F(RealEngine, ListsAndInspectsImages) {
  const auto all =
      await<std::vector<std::string>>([&](auto f) { engine_->images(f); });
  ASSERT_TRUE(all) << all.error().what;
  EXPECT_THAT(*all, Contains(image));
  const auto one = inspect_image(image); // its name has a slash and a colon
  ASSERT_TRUE(one) << one.error().what;
  EXPECT_THAT(one->exposed, ElementsAre(exposed_port{22, transport::tcp},
                                        exposed_port{53, transport::udp},
                                        exposed_port{80, transport::tcp}));
  EXPECT_EQ(one->labels.at("spin-docker-test.run"), run_id);
}

TEST_F(RealEngine, WhatNamesNoImageIsNoSuchImage) {
  for (const auto* name : {"spin-docker-test/none", "A B", "", "..", "/x",
                           "x/../y", "?", "x#y", "\n"})
    EXPECT_EQ(inspect_image(name).error().code, errc::no_such_image) << name;
  auto what = spec();
  what.image = "spin-docker-test/none";
  const auto got = create(what);
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().code, errc::no_such_image);
  EXPECT_THAT(got.error().what, HasSubstr("spin-docker-test/none"));
}

TEST_F(RealEngine, AContainerLivesThroughAllVerbsEachTwice) {
  const auto what = spec();
  const auto id = create(what);
  ASSERT_TRUE(id) << id.error().what;
  const auto fresh = inspect(*id).value();
  EXPECT_EQ(fresh.id, *id);
  EXPECT_EQ(fresh.name, what.name);
  EXPECT_EQ(fresh.image, image);
  EXPECT_EQ(fresh.labels.at(label::id), what.name);
  EXPECT_EQ(fresh.state, run_state::created);
  EXPECT_EQ(fresh.started, incarnation::none);

  for (int twice = 0; twice < 2; ++twice) // S24: the second is no error
    EXPECT_TRUE(start(*id));
  const auto up = inspect(what.name).value(); // a name will do as well
  EXPECT_EQ(up.state, run_state::running);
  EXPECT_NE(up.started, incarnation::none);
  EXPECT_EQ(up.run.addresses.size(), 1u);
  ASSERT_EQ(up.run.ports.size(), 3u); // 80 is exposed by the image only
  EXPECT_NE(up.run.ports[0].host_port, 0);
  EXPECT_NE(up.run.ports[1].host_port, 0);
  EXPECT_EQ(up.run.ports[2], (port_binding{80, transport::tcp, 0}));
  const auto listed = list(std::string(label::id) + '=' + what.name).value();
  ASSERT_EQ(listed.size(), 1u);
  EXPECT_EQ(listed[0].id, *id);
  EXPECT_EQ(listed[0].name, what.name);
  EXPECT_EQ(listed[0].state, run_state::running);
  EXPECT_EQ(listed[0].run, up.run);

  for (int twice = 0; twice < 2; ++twice)
    EXPECT_TRUE(stop(*id));
  const auto down = inspect(*id).value();
  EXPECT_EQ(down.state, run_state::exited);
  EXPECT_EQ(down.exit_code, 137); // busybox as PID 1 ignores SIGTERM
  EXPECT_EQ(down.started, up.started);
  EXPECT_EQ(down.run, run_facts{});
  EXPECT_TRUE(start(*id));
  EXPECT_GT(inspect(*id)->started, up.started); // another run, another number

  for (int twice = 0; twice < 2; ++twice)
    EXPECT_TRUE(remove(*id)); // the first one while it runs
  EXPECT_EQ(inspect(*id).error().code, errc::no_such_container);
  EXPECT_THAT(list("spin-docker-test.run=" + run_id).value(), IsEmpty());
}

TEST_F(RealEngine, MissingContainersHaveTheirOwnError) {
  const std::string none = "spin-docker-test-none";
  EXPECT_EQ(inspect(none).error().code, errc::no_such_container);
  EXPECT_EQ(start(none).error().code, errc::no_such_container);
  EXPECT_EQ(stop(none).error().code, errc::no_such_container);
  EXPECT_EQ(pause(none).error().code, errc::no_such_container);
  EXPECT_EQ(resume(none).error().code, errc::no_such_container);
  EXPECT_TRUE(remove(none));
}

TEST_F(RealEngine, NoNameReachesAnotherPath) {
  for (const auto* name : {"", ".", "..", "/x", "json"}) {
    EXPECT_FALSE(inspect(name)) << name;
    EXPECT_FALSE(start(name)) << name;
  }
  EXPECT_FALSE(remove("")); // a redirect, not proof of anything
}

TEST_F(RealEngine, ATakenNameIsAConflict) {
  const auto what = spec();
  ASSERT_TRUE(create(what));
  const auto again = create(what);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, errc::conflict);
  EXPECT_THAT(again.error().what, HasSubstr(what.name));
  EXPECT_TRUE(remove(what.name));
}

TEST_F(RealEngine, ARefusedStartSaysWhy) {
  auto what = spec();
  what.publish_address = "198.51.100.7"; // not an address of this host
  const auto id = create(what);
  ASSERT_TRUE(id) << id.error().what;
  const auto got = start(*id);
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().code, errc::engine_refused);
  EXPECT_THAT(got.error().what, Not(IsEmpty()));
  EXPECT_EQ(inspect(*id)->state, run_state::created);
  EXPECT_TRUE(remove(*id));
}

TEST_F(RealEngine, OneThatIsRemovedByManyIsGoneOnceItIsSaidSo) {
  const auto id = create(spec());
  ASSERT_TRUE(id && start(*id));
  std::vector<test::answer_to<done>> all(5);
  for (auto& one : all)
    engine_->remove(*id, one.callback());
  int removed = 0;
  for (auto& one : all) {
    const auto how = one.get(); // some are told "already in progress"
    removed += how ? 1 : 0;
    if (!how) {
      EXPECT_EQ(how.error().code, errc::engine_refused) << how.error().what;
    }
  }
  EXPECT_GE(removed, 1);
  EXPECT_TRUE(remove(*id));
}

TEST_F(RealEngine, AHundredCallsAtOnceAreAllAnswered) {
  const auto id = create(spec());
  ASSERT_TRUE(id);
  std::vector<test::answer_to<container_info>> all(100);
  for (auto& one : all)
    engine_->inspect(*id, one.callback());
  for (auto& one : all)
    EXPECT_EQ(one.get().value().id, *id);
  EXPECT_TRUE(remove(*id));
}

TEST_F(RealEngine, TellsTheGatewayOfItsBridge) {
  const auto got =
      await<std::string>([&](auto f) { engine_->bridge_gateway(f); });
  ASSERT_TRUE(got) << got.error().what;
  EXPECT_EQ(*got, test::bridge_gateway());
}

} // namespace spin::docker
