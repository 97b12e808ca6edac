#include "tests/actors/group_test.hpp"

#include <gmock/gmock.h>

// Containers of one group idle as one.

namespace spin::test {

using ::testing::ElementsAre;

TEST_F(Group, EndsWithTheLastThatBecomesIdle) {
  const auto web = made({"web"});
  const auto db = made({"sql"});
  time.advance(95s);
  report(web, 1); // counts until 135 s: the look at 130 s is the last busy one
  time.advance(54s + 999ms);
  EXPECT_EQ(status(web), "running");
  EXPECT_EQ(status(db), "running") << "its own end was at 110 s";
  EXPECT_EQ(end_of(db), end_of(web));
  time.advance(1ms);
  EXPECT_EQ(status(web), "stopped");
  EXPECT_EQ(status(db), "stopped");
  EXPECT_EQ(life(db).why, stop_reason::idle);
}

TEST_F(Group, GoesOnAsLongAsOneIsUsed) {
  const auto web = made({"web"});
  const auto db = made({"sql"});
  for (int i = 0; i < 100; ++i) {
    time.advance(30s);
    report(web, 2);
  }
  EXPECT_EQ(status(db), "running");
  report(web, 0);
  const auto end = end_of(db);
  ASSERT_TRUE(end);
  EXPECT_EQ(end, end_of(web));
  time.advance(*end - time.now());
  EXPECT_EQ(status(db), "stopped");
  EXPECT_EQ(status(web), "stopped");
}

TEST_F(Group, IsHeldByALeaseOfAnyOfThem) {
  const auto web = made({"web"});
  const auto db = made({"sql"});
  time.advance(105s);
  wish(db, event::keep_alive_asked{1h});
  time.advance(55min);
  EXPECT_EQ(status(web), "running");
  wish(db, event::keep_alive_asked{0s});
  time.advance(2min);
  EXPECT_EQ(status(web), "stopped");
  EXPECT_EQ(status(db), "stopped");
}

TEST_F(Group, IsHeldByOneThatIsNeverStopped) {
  const auto web = made({"web"});
  policy_overrides own;
  own.disable_timeouts = true;
  const auto db = made({"sql", {}, "shop", "ann", own});
  time.advance(10h);
  EXPECT_EQ(status(web), "running");
  EXPECT_EQ(end_of(web), std::nullopt);
  wish(db, event::stop_asked{});
  EXPECT_EQ(status(web), "stopped") << "nothing holds it any more";
}

TEST_F(Group, OneThatIsUsedAgainWhileItWaitsHoldsTheOthers) {
  const auto web = made({"web"});
  const auto db = made({"sql"});
  time.advance(95s);
  report(web, 1);
  time.advance(50s); // the database is idle since 110 s
  report(db, 1);     // counts until 185 s
  time.advance(10s);
  EXPECT_EQ(status(web), "running") << "its own end was at 150 s";
  EXPECT_EQ(status(db), "running");
  EXPECT_EQ(end_of(web), end_of(db));
  time.advance(*end_of(db) - time.now() - 1ms);
  EXPECT_EQ(status(web), "running");
  time.advance(1ms);
  EXPECT_EQ(status(web), "stopped");
  EXPECT_EQ(status(db), "stopped");
}

TEST_F(Group, OneThatIsDownHoldsNobody) {
  const auto web = made({"web"});
  const auto db = made({"sql"});
  time.advance(105s);
  report(web, 1);
  wish(web, event::stop_asked{});
  time.advance(5s);
  EXPECT_EQ(status(db), "stopped");
}

TEST_F(Group, OneThatVanishedHoldsNobody) {
  const auto web = made({"web"});
  const auto db = made({"sql"});
  time.advance(105s);
  report(web, 1);
  engine->remove_by_hand(web);
  audit();
  time.advance(5s);
  EXPECT_EQ(status(db), "stopped");
}

TEST_F(Group, IsOfOneUser) {
  const auto web = made({"web", {}, "shop", "ann"});
  const auto other = made({"other", {}, "shop", "bob"});
  const auto alone = made({"alone", {}, "", "ann"});
  time.advance(105s);
  report(web, 1);
  time.advance(5s);
  EXPECT_EQ(status(other), "stopped");
  EXPECT_EQ(status(alone), "stopped");
  EXPECT_EQ(status(web), "running");
}

TEST_F(Group, EndsBeforeWhatItDependsOn) {
  const auto db = made({"sql"});
  const auto cache = made({"cache", {"sql"}});
  made({"web", {"cache"}});
  listen();
  engine->hold("stop");
  time.advance(110s);
  EXPECT_EQ(status(db), "running");
  EXPECT_EQ(status(cache), "running");
  engine->release();
  time.settle();
  EXPECT_THAT(asked, ElementsAre("stop web", "stop cache", "stop sql"));
  EXPECT_EQ(status(db), "stopped");
}

// What another needs may be used for longer than that one.
TEST_F(Group, NamesItsEndWhoeverOutlastsWhom) {
  const auto sql = made({"sql"});
  const auto web = made({"web", {"sql"}});
  time.advance(95s);
  report(sql, 1);
  time.advance(20s); // the page waits since 110 s
  ASSERT_TRUE(end_of(sql));
  EXPECT_EQ(end_of(web), end_of(sql));
  time.advance(*end_of(sql) - time.now() - 1ms);
  EXPECT_EQ(status(web), "running");
  time.advance(1ms);
  EXPECT_EQ(status(web), "stopped");
  EXPECT_EQ(status(sql), "stopped");
}

TEST_F(Group, IsNotEndedIfOneIsUsedAtTheLastMoment) {
  const auto web = made({"web"});
  const auto sql = made({"sql"});
  engine->hold("inspect");
  time.advance(110s);
  ASSERT_EQ(status(web), "stopping");
  ASSERT_EQ(status(sql), "stopping");
  report(sql, 1);
  engine->release();
  time.settle();
  EXPECT_EQ(engine->count("stop"), 0u);
  EXPECT_EQ(status(web), "running");
}

// A look may be due while others are still to be taken up.
TEST_F(Group, IsKnownAsAWholeBeforeItsFirstLookAfterARestart) {
  std::vector<std::string> all;
  for (int i = 0; i < 40; ++i)
    all.push_back(made({"m" + std::to_string(i)}));
  for (int i = 0; i < 600; ++i)
    made({"x" + std::to_string(i), {}, ""});
  for (const auto& id : all)
    wish(id, event::keep_alive_asked{1h});
  for (std::size_t i = 1; i < all.size(); ++i)
    wish(all[i], event::keep_alive_asked{0s});
  time.advance(2min);
  crash();
  begin();
  while (!serves()) {
    ASSERT_TRUE(time.step());
    for (const auto& entry : containers->all())
      if (entry.view->made_with && !entry.view->made_with->what.group.empty()) {
        ASSERT_EQ(containers->group_size("ann", "shop"), all.size());
        break;
      }
  }
  time.settle();
  time.advance(1min);
  for (const auto& id : all)
    EXPECT_EQ(status(id), "running");
}

// Its own end was while another was being made.
TEST_F(Group, IsNotHeldByACreateThatFailed) {
  const auto web = made({"web"});
  engine->on_call = [](const std::string& verb) {
    if (verb != "create")
      return fate{};
    return fate{errc::engine_refused, false, fate::moment::answer_later};
  };
  create_request what;
  what.image = "app";
  what.owner = "ann";
  what.options.name = "sql";
  what.options.group = "shop";
  const auto how = create(what);
  time.advance(2min);
  EXPECT_EQ(status(web), "running");
  engine->release();
  time.settle();
  EXPECT_TRUE(how->here() && !**how);
  EXPECT_EQ(status(web), "stopped");
}

TEST_F(Group, ThatDependsInACircleEndsAtOnce) {
  const auto db = made({"sql", {"web"}});
  const auto web = made({"web", {"sql"}});
  time.advance(110s);
  EXPECT_EQ(status(db), "stopped");
  EXPECT_EQ(status(web), "stopped");
}

// What a group did is not stored: one whose own end is over hears reports for
// one more interval.
TEST_F(Group, IsAsItWasAfterARestart) {
  const auto web = made({"web"});
  const auto db = made({"sql"});
  time.advance(95s);
  report(web, 1);
  time.advance(20s);
  crash();
  boot();
  time.advance(5s);
  EXPECT_EQ(end_of(web), end_of(db));
  time.advance(*end_of(web) - time.now() - 1ms);
  EXPECT_EQ(status(db), "running");
  EXPECT_EQ(status(web), "running");
  time.advance(1ms);
  EXPECT_EQ(status(db), "stopped");
  EXPECT_EQ(status(web), "stopped");
}

TEST_F(Group, IsWarnedAsOne) {
  const auto web = made({"web"});
  const auto db = made({"sql"});
  time.advance(95s);
  report(web, 1);
  time.advance(50s);
  const auto soon = [&](const std::string& id) {
    const auto at = warns_at(life(id), policy_of(*view(id), context->policy));
    return at && *at <= time.now();
  };
  EXPECT_TRUE(soon(web));
  EXPECT_TRUE(soon(db));
  report(db, 1);
  EXPECT_EQ(end_of(web), end_of(db));
}

TEST_F(Group, EndsTogetherHoweverItIsUsed) {
  std::vector<std::string> ids;
  for (int i = 0; i < 5; ++i)
    ids.push_back(made({"m" + std::to_string(i)}));
  std::uint64_t dice = 7;
  const auto roll = [&dice](std::uint64_t sides) {
    dice = dice * 6364136223846793005ULL + 1442695040888963407ULL;
    return (dice >> 33) % sides;
  };
  for (int i = 0; i < 2000; ++i) {
    time.advance(std::chrono::milliseconds{roll(20'000)});
    if (roll(3) > 0)
      report(ids[roll(ids.size())], roll(3));
    const auto first = status(ids[0]);
    for (const auto& id : ids) {
      ASSERT_EQ(status(id), first) << i;
      ASSERT_EQ(end_of(id), end_of(ids[0])) << i;
    }
    if (first == "stopped")
      for (const auto& id : ids)
        wish(id, event::start_asked{});
  }
}

} // namespace spin::test
