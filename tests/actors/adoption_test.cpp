#include "tests/actors/vanished_test.hpp"

// What is known of containers that the engine lists and the records do not.


namespace spin::test {

using Adoption = Vanished;

// The engine had lost its data, and has it again.
TEST_F(Adoption, OneThatIsBackIsAsItWas) {
  const auto id = made(rich());
  const auto born = containers->find(id).entry->view->who->created_at;
  const auto whole = engine->only();
  engine->remove_by_hand(id);
  time.advance(70s);
  ASSERT_TRUE(kept(id));
  engine->put_back(whole);
  time.advance(70s);
  const auto view = containers->find(id).entry.value().view;
  EXPECT_EQ(view->made_with->what, rich().options);
  EXPECT_EQ(*view->own, rich().own);
  EXPECT_EQ(view->who->owner, "ann");
  EXPECT_EQ(view->who->created_at, born);
  time.advance(70s);
  EXPECT_FALSE(kept(id));
  EXPECT_FALSE(is_stored(id));
  EXPECT_EQ(stored->records.size(), 1u);
}

TEST_F(Adoption, WithoutAStoreTheLabelTellsHowItWasMade) {
  const auto id = made(rich());
  crash();
  stored->records.clear();
  boot();
  auto view = containers->find(id).entry.value().view;
  auto expected = rich().options;
  expected.env["DB_PASSWORD"] = "***";
  EXPECT_EQ(view->made_with->what, expected);
  EXPECT_EQ(view->who->owner, "ann");
  EXPECT_EQ(engine->only().spec.labels.at(docker::label::options).find("hunter2"),
            std::string::npos);
  crash(); // and it is in the new store
  boot();
  EXPECT_EQ(containers->find(id).entry.value().view->made_with->what, expected);
}

TEST_F(Adoption, ALabelThatCannotBeReadIsLeftOut) {
  const auto id = made(rich());
  auto whole = engine->only();
  crash();
  stored->records.clear();
  for (const auto* label : {"", "{", "[]", R"({"privileged":true})",
                            R"({"env":{"A":1}})"}) {
    engine->remove_by_hand(id);
    whole.info.labels[docker::label::options] = label;
    engine->put_back(whole);
    boot();
    EXPECT_EQ(containers->find(id).entry.value().view->made_with, nullptr)
      << label;
    crash();
    stored->records.clear();
  }
}

// An image made of one of ours has its labels.
TEST_F(Adoption, ACopyIsNotMadeAsTheOriginalWas) {
  const auto id = made(rich());
  crash();
  stored->records.clear();
  engine->rename_by_hand(id, "copy");
  boot();
  EXPECT_EQ(containers->find(id).entry.value().view->made_with, nullptr);
}

} // namespace spin::test
