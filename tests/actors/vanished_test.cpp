#include "tests/actors/vanished_test.hpp"

// Containers that somebody else removed, and what is kept of them.

namespace spin::test {

TEST_F(Vanished, AreKeptAndStoredAndNotShown) {
  const auto id = lost();
  const auto old = kept(id);
  ASSERT_TRUE(old);
  EXPECT_EQ(old->name, "web");
  EXPECT_EQ(old->image, "app");
  EXPECT_EQ(old->owner, "ann");
  EXPECT_EQ(old->own, rich().own);
  EXPECT_EQ(old->options, rich().options);
  EXPECT_EQ(old->at, wall());
  EXPECT_TRUE(containers->list().empty());
  EXPECT_EQ(status(id), "none");
  ASSERT_EQ(stored->records.size(), 1u) << "its own record is dropped";
  EXPECT_EQ(decode_vanished(stored->records.at(vanished_record(id))).value(),
            *old);
}

TEST_F(Vanished, AreSeenByTheEventStreamToo) {
  crash();
  follows_events = true;
  boot();
  const auto id = made(rich());
  engine->remove_by_hand(id);
  time.settle();
  EXPECT_TRUE(kept(id));
}

TEST_F(Vanished, OneThatAClientDeletedIsNotAmongThem) {
  const auto id = running();
  ASSERT_TRUE(**remove(id));
  audit();
  EXPECT_TRUE(engine->containers().empty());
  EXPECT_TRUE(context->vanished->all().empty());
  EXPECT_TRUE(stored->records.empty());
  // Nor if somebody else is faster.
  const auto second = running();
  engine->hold("stop");
  const auto how = remove(second);
  engine->remove_by_hand(second);
  engine->release();
  time.advance(1min);
  EXPECT_TRUE(**how);
  EXPECT_TRUE(context->vanished->all().empty());
  EXPECT_TRUE(stored->records.empty());
}

// The engine has its data again, and a client deletes it before the next pass.
TEST_F(Vanished, OneThatCameBackAndIsDeletedIsNotAmongThem) {
  const auto id = running();
  const auto view = containers->find(id).entry.value().view;
  context->vanished->put(to_vanished(*view, wall()), [&](const vanished& what) {
    stored->records[vanished_record(what.container_id)] = encode(what);
  });
  ASSERT_TRUE(**remove(id));
  EXPECT_TRUE(context->vanished->all().empty());
  audit();
  EXPECT_TRUE(stored->records.empty());
}

TEST_F(Vanished, OneThatWasRemovedForIdlenessIsNotAmongThem) {
  auto what = rich();
  what.own.on_idle = idle_action::remove;
  made(what);
  time.advance(150s);
  EXPECT_TRUE(engine->containers().empty());
  EXPECT_TRUE(context->vanished->all().empty());
}

TEST_F(Vanished, ACreateThatFailedIsNotAmongThem) {
  engine->fail_next("create", errc::engine_refused);
  EXPECT_FALSE(**wish_for(rich()));
  engine->fail_next("start", errc::engine_refused);
  EXPECT_FALSE(**wish_for(rich()));
  engine->hold("create"); // made, and gone before it is started
  const auto how = wish_for(rich());
  engine->remove_by_hand(engine->only().info.id);
  engine->release();
  time.advance(1min);
  EXPECT_FALSE(**how);
  EXPECT_TRUE(context->vanished->all().empty());
  EXPECT_TRUE(stored->records.empty());
}

// Whatever part of it was written: one of the two records is always there.
TEST_F(Vanished, AKillAtAnyMomentLosesNone) {
  for (std::size_t messages = 0; messages < 40; ++messages) {
    const auto id = made(rich());
    engine->remove_by_hand(id);
    auto how = ask<done>(time, registry, atom::audit_v, cause{});
    for (std::size_t i = 0; i < messages && time.step(); ++i) {
      // nop
    }
    crash();
    boot();
    audit();
    ASSERT_TRUE(kept(id)) << messages;
    ASSERT_TRUE(containers->list().empty());
    ASSERT_TRUE(is_stored(id)) << messages;
    ASSERT_EQ(stored->records.size(), 1u) << messages;
    ASSERT_TRUE(forget(id));
  }
}

TEST_F(Vanished, WaitForAStoreThatIsAway) {
  const auto id = made(rich());
  stored->away = true;
  engine->remove_by_hand(id);
  audit();
  EXPECT_TRUE(kept(id));
  stored->away = false;
  time.advance(2min);
  EXPECT_TRUE(is_stored(id));
  EXPECT_EQ(stored->records.size(), 1u);
}

TEST_F(Vanished, AreWrittenAgainIfTheStoreIsEmptied) {
  const auto id = lost();
  stored->records.clear();
  stored->emptied = true;
  running();
  time.advance(1s);
  EXPECT_TRUE(is_stored(id));
}

TEST_F(Vanished, AreDroppedWhenTheyAreTooOld) {
  crash();
  keep_vanished = 10min;
  boot();
  const auto id = lost();
  time.advance(9min);
  EXPECT_TRUE(kept(id));
  time.advance(3min);
  EXPECT_FALSE(kept(id));
  EXPECT_FALSE(is_stored(id));
  EXPECT_EQ((**wish_for(again(id))).error().code, errc::no_such_container);
  // Also while the server was away.
  const auto second = lost();
  crash();
  wall_jump += 11min;
  boot();
  EXPECT_FALSE(kept(second));
  EXPECT_FALSE(is_stored(second));
}

TEST_F(Vanished, AreNotKeptIfTheOperatorWantsNone) {
  const auto first = lost();
  crash();
  keep_vanished = 0s;
  boot();
  EXPECT_FALSE(is_stored(first)) << "those of before go, too";
  lost();
  EXPECT_TRUE(stored->records.empty());
}

} // namespace spin::test
