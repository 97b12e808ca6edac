#include "tests/actors/vanished_test.hpp"

// How containers that vanished are made again, and forgotten.

namespace spin::test {

using Recreate = Vanished;

TEST_F(Recreate, AreMadeAgainAsTheyWere) {
  const auto id = lost();
  crash();
  boot();
  const auto how = wish_for(again(id));
  ASSERT_TRUE(**how) << (**how).error().what;
  const auto& view = *(**how).value();
  EXPECT_NE(view.who->container_id, id);
  EXPECT_EQ(view.who->name, "web");
  EXPECT_EQ(view.who->owner, "ann");
  EXPECT_EQ(*view.own, rich().own);
  EXPECT_EQ(view.made_with->what, rich().options);
  EXPECT_EQ(engine->only().spec.options, rich().options);
  EXPECT_EQ(status(view.who->container_id), "running");
  EXPECT_FALSE(kept(id));
  EXPECT_FALSE(is_stored(id));
  EXPECT_EQ((**wish_for(again(id))).error().code, errc::no_such_container);
  EXPECT_EQ(engine->containers().size(), 1u);
}

TEST_F(Recreate, KeepANameThatWasMadeUp) {
  const auto id = running();
  const auto name = engine->only().info.name;
  engine->remove_by_hand(id);
  audit();
  const auto view = (**wish_for(again(id))).value();
  EXPECT_EQ(view->who->name, name);
  EXPECT_EQ(view->made_with, nullptr);
  crash(); // its label says that the name is its own: it is not undone
  stored->records.clear();
  boot();
  EXPECT_EQ(status(view->who->container_id), "running");
}

TEST_F(Recreate, StayIfTheyCannotBeMadeAgain) {
  const auto id = lost();
  for (const auto* verb : {"image", "create", "start"}) {
    engine->fail_next(verb, errc::engine_refused);
    EXPECT_FALSE(**wish_for(again(id))) << verb;
    EXPECT_TRUE(kept(id)) << verb;
    EXPECT_TRUE(is_stored(id)) << verb;
    EXPECT_TRUE(engine->containers().empty()) << verb;
  }
  EXPECT_TRUE(**wish_for(again(id))) << "and can be tried again";
}

TEST_F(Recreate, AreMadeAgainOnceHoweverManyWantIt) {
  const auto id = lost();
  engine->hold("create");
  const auto first = wish_for(again(id));
  const auto second = wish_for(again(id));
  ASSERT_TRUE(second->here());
  EXPECT_EQ((*second)->error().code, errc::conflict);
  EXPECT_EQ((*second)->error().what,
            "container web is just being made again or forgotten");
  EXPECT_EQ(forget(id).error().code, errc::conflict);
  engine->release();
  time.settle();
  EXPECT_TRUE(**first);
  EXPECT_EQ(engine->containers().size(), 1u);
}

// The actor that makes it dies of a fault: it can be tried again.
TEST_F(Recreate, AFaultLetsTheNextOneTry) {
  const auto id = lost();
  engine->hold("start");
  const auto first = wish_for(again(id));
  caf::anon_send_exit(containers->all().at(0).actor,
                      caf::exit_reason::unhandled_exception);
  time.settle();
  EXPECT_FALSE(**first);
  engine->release();
  time.advance(2min);
  EXPECT_TRUE(kept(id));
}

TEST_F(Recreate, ANameThatIsTakenNowIsAConflict) {
  const auto id = lost();
  made(rich());
  const auto how = wish_for(again(id));
  ASSERT_FALSE(**how);
  EXPECT_EQ((**how).error().code, errc::conflict);
  EXPECT_EQ((**how).error().what, "the name web is taken");
  EXPECT_TRUE(kept(id));
}

TEST_F(Recreate, AreForgottenForGood) {
  const auto id = lost();
  stored->away = true;
  EXPECT_EQ(forget(id).error().code, errc::store_down);
  EXPECT_TRUE(kept(id)) << "what is not stored is not so";
  stored->away = false;
  time.advance(2min);
  EXPECT_TRUE(is_stored(id));
  EXPECT_TRUE(forget(id));
  EXPECT_FALSE(kept(id));
  EXPECT_FALSE(is_stored(id));
  crash();
  boot();
  EXPECT_FALSE(kept(id));
  EXPECT_EQ(forget(id).error().code, errc::no_such_container);
}

} // namespace spin::test
