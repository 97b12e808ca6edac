#include <algorithm>

#include "actors/token.hpp"
#include "tests/doubles/server_fixture.hpp"

// API tokens over restarts, faults of the store and its emptying.

namespace spin::test {

class TokenKeeper : public server_fixture {
protected:
  /// Makes a token of ann's; empty if that failed.
  std::string make(std::optional<utc> expires_at = {}) {
    api_token record;
    record.id = make_id();
    const auto token = make_api_token(record.id);
    record.sum = digest_of(token);
    record.user = "ann";
    record.may = role::user;
    record.created_at = wall();
    record.expires_at = expires_at;
    last_id = record.id;
    auto how = ask<done>(time, keeper, atom::create_v, record, by);
    time.settle();
    return **how ? token : "";
  }

  outcome<bool> revoke(const std::string& id) {
    auto how = ask<bool>(time, keeper, atom::remove_v, id, by);
    time.settle();
    return **how;
  }

  bool let_in(const std::string& token) {
    return context->tokens->find(token, wall()).has_value();
  }

  std::string last_id;
};

TEST_F(TokenKeeper, AMadeTokenSurvivesAKillAndIsFoundByItsSecretOnly) {
  const auto token = make();
  ASSERT_TRUE(let_in(token));
  crash();
  boot();
  EXPECT_TRUE(let_in(token));
  EXPECT_EQ(context->tokens->find(token, wall())->user, "ann");
  EXPECT_FALSE(let_in("spin_" + last_id + "." + std::string(32, 'a')));
  EXPECT_FALSE(let_in(token.substr(0, token.size() - 1)));
}

TEST_F(TokenKeeper, AUserHasOnlySoManyHoweverManyAreAskedForAtOnce) {
  std::vector<std::shared_ptr<answer<done>>> all;
  for (std::ptrdiff_t i = 0; i < most_tokens_each + 5; ++i) {
    api_token record;
    record.id = make_id();
    record.user = "ann";
    record.created_at = wall();
    all.push_back(ask<done>(time, keeper, atom::create_v, record, by));
  }
  time.settle();
  const auto refused = std::ranges::count_if(all, [](const auto& each) {
    return !**each && (**each).error().code == errc::conflict;
  });
  EXPECT_EQ(refused, 5);
  EXPECT_EQ(std::ssize(context->tokens->all()), most_tokens_each);
  EXPECT_EQ(revoke(context->tokens->all().front().id), true);
  EXPECT_NE(make(), "");
}

// Who gets the same name later gets no tokens with it.
TEST_F(TokenKeeper, AStartWithoutItsUserForgetsIt) {
  const auto token = make();
  knows_user = [](const std::string& name) { return name != "ann"; };
  crash();
  boot();
  EXPECT_FALSE(let_in(token));
  EXPECT_EQ(stored->records.count(token_record(last_id)), 0u);
  knows_user = nullptr;
  crash();
  boot();
  EXPECT_FALSE(let_in(token));
}

TEST_F(TokenKeeper, OnlyADigestIsStored) {
  const auto token = make();
  const auto secret = token.substr(token.find('.') + 1);
  for (const auto& [id, document] : stored->records)
    EXPECT_EQ(document.find(secret), std::string::npos) << id;
}

TEST_F(TokenKeeper, ATokenThatCannotBeStoredIsNeverLetIn) {
  stored->away = true;
  EXPECT_EQ(make(), "");
  EXPECT_EQ(context->tokens->get(last_id), std::nullopt);
  stored->away = false;
  time.advance(2min);
  EXPECT_EQ(stored->records.count(token_record(last_id)), 0u);
}

// The answer was lost, so the client never saw the token: it must not stay.
TEST_F(TokenKeeper, ATokenThatWasStoredButNotAnsweredIsDroppedAgain) {
  stored->lose_answer = true;
  EXPECT_EQ(make(), "");
  time.advance(2min);
  EXPECT_EQ(stored->records.count(token_record(last_id)), 0u);
}

TEST_F(TokenKeeper, ARevokedTokenIsLetInNoMoreAlsoAfterAKill) {
  const auto token = make();
  EXPECT_EQ(revoke(last_id), true);
  EXPECT_FALSE(let_in(token));
  crash();
  boot();
  EXPECT_FALSE(let_in(token));
  EXPECT_EQ(revoke(last_id).error().code, errc::no_such_token);
}

// Somebody revokes because a token leaked: that must not wait for a store.
TEST_F(TokenKeeper, ARevocationHoldsAtOnceWhileTheStoreIsAwayAndIsStoredLater) {
  const auto token = make();
  stored->away = true;
  EXPECT_EQ(revoke(last_id), false);
  EXPECT_FALSE(let_in(token));
  EXPECT_EQ(revoke(last_id), false) << "asking again is no error";
  stored->away = false;
  EXPECT_EQ(revoke(last_id), true);
  crash();
  boot();
  EXPECT_FALSE(let_in(token));
}

TEST_F(TokenKeeper, ARevocationIsTriedUntilTheStoreHasIt) {
  const auto token = make();
  stored->away = true;
  EXPECT_EQ(revoke(last_id), false);
  stored->away = false;
  time.advance(2min);
  EXPECT_EQ(stored->records.count(token_record(last_id)), 0u);
  EXPECT_FALSE(let_in(token));
}

TEST_F(TokenKeeper, AnEmptiedStoreGetsTheTokensAgainButNotTheRevokedOnes) {
  const auto kept = make();
  const auto kept_id = last_id;
  make();
  const auto revoked_id = last_id;
  stored->records.clear();
  stored->emptied = true;
  EXPECT_EQ(revoke(revoked_id), true);
  time.settle();
  EXPECT_EQ(stored->records.count(token_record(kept_id)), 1u);
  EXPECT_EQ(stored->records.count(token_record(revoked_id)), 0u);
  crash();
  boot();
  EXPECT_TRUE(let_in(kept));
}

TEST_F(TokenKeeper, AnExpiredTokenIsLetInNoMoreAndGoesWithTheNextOne) {
  const auto token = make(wall() + 1h);
  const auto id = last_id;
  time.advance(1h - 1ms);
  EXPECT_TRUE(let_in(token));
  time.advance(1ms);
  EXPECT_FALSE(let_in(token));
  make();
  EXPECT_EQ(stored->records.count(token_record(id)), 0u);
  EXPECT_EQ(context->tokens->all().size(), 1u);
}

// -- whose container it is ----------------------------------------------------

class Ownership : public server_fixture {
protected:
  std::string made_by_ann() {
    create_request what{"app"};
    what.owner = "ann";
    auto how = ask<view_ptr>(time, registry, atom::create_v, what);
    time.settle();
    return (**how).value()->who->container_id;
  }

  std::string owner(const std::string& container_id) {
    return std::string{
      owner_of(*containers->find(container_id).entry.value().view)};
  }
};

TEST_F(Ownership, SurvivesAKillAndAnEmptyStore) {
  const auto id = made_by_ann();
  EXPECT_EQ(owner(id), "ann");
  crash();
  boot();
  EXPECT_EQ(owner(id), "ann");
  crash();
  stored->records.clear();
  boot();
  EXPECT_EQ(owner(id), "ann") << "a label tells";
}

TEST_F(Ownership, WhatNobodyHadMadeIsAdmins) {
  EXPECT_EQ(owner(running()), "admin");
}

TEST_F(Ownership, UpOfNamesThoseThatAreUp) {
  const auto one = made_by_ann();
  const auto two = made_by_ann();
  running();
  EXPECT_EQ(containers->up_of("ann").size(), 2u);
  EXPECT_EQ(containers->up_of("admin").size(), 1u);
  EXPECT_TRUE(**wish(one, event::stop_asked{}));
  EXPECT_EQ(containers->up_of("ann"),
            std::vector{containers->find(two).entry->view->who->id});
}

TEST_F(Ownership, APlaceIsHeldUntilTheDirectoryShowsTheContainer) {
  create_request what{"app"};
  what.owner = "ann";
  what.id = make_id();
  std::weak_ptr<const void> held;
  {
    auto place = std::make_shared<int>();
    held = place;
    what.place = place;
  }
  auto how = ask<view_ptr>(time, registry, atom::create_v, what);
  what.place.reset();
  while (!held.expired()) {
    ASSERT_TRUE(time.step()) << "nobody gives it back";
    EXPECT_TRUE(!held.expired() || !containers->up_of("ann").empty());
  }
  time.settle();
  ASSERT_TRUE(**how);
  EXPECT_EQ((**how).value()->who->id, what.id);
}

} // namespace spin::test
