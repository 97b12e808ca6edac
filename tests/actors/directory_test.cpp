#include "actors/directory.hpp"

#include <gtest/gtest.h>

#include "actors/reconcile.hpp"
#include "actors/token.hpp"

namespace spin {

namespace {

view_ptr shared(container_view view) {
  return std::make_shared<const container_view>(std::move(view));
}

container_view view_of(const std::string& id, const std::string& container_id,
                       std::vector<std::string> addresses = {}) {
  identity who;
  who.id = id;
  who.container_id = container_id;
  who.token_digest = digest_of(id + ".secret");
  lifecycle life;
  life.fresh = false;
  life.now = phase::running;
  return {std::make_shared<const identity>(who),
          std::make_shared<const run_facts>(run_facts{{}, addresses}), nullptr,
          nullptr,
          life};
}

std::string long_id(char first, char rest) {
  return std::string(12, first) + std::string(52, rest);
}

} // namespace

TEST(Directory, FindsByFullIdAndByUnambiguousPrefix) {
  directory all;
  const auto a = long_id('a', '1');
  const auto b = long_id('a', '2');
  all.enter({}, shared(view_of("x", a)));
  all.enter({}, shared(view_of("y", b)));
  EXPECT_EQ(all.find(a).entry.value().view->who->id, "x");
  EXPECT_EQ(all.find(a.substr(0, 13)).entry.value().view->who->id, "x");
  EXPECT_EQ(all.find(a.substr(0, 12)).how, directory::match::many);
  EXPECT_EQ(all.find(a.substr(0, 11)).how, directory::match::none);
  EXPECT_EQ(all.find("").how, directory::match::none);
  EXPECT_EQ(all.find(a + "0").how, directory::match::none);
}

TEST(Directory, AHiddenContainerIsNeitherFoundNorListed) {
  directory all;
  const auto id = long_id('a', '1');
  for (const auto hidden : {phase::removing, phase::gone}) { // and cannot report
    auto view = view_of("x", id);
    all.enter({}, shared(view));
    view.life.now = hidden;
    all.publish(shared(view));
    EXPECT_EQ(all.find(id).how, directory::match::none);
    EXPECT_TRUE(all.list().empty());
    EXPECT_FALSE(all.find_by_token("x.secret"));
    EXPECT_EQ(all.all().size(), 1u);
  }
}

TEST(Directory, EnteringAgainReplacesTheActorOnly) {
  directory all;
  auto view = view_of("x", long_id('a', '1'));
  all.enter({}, shared(view));
  view.life.active = 9;
  all.publish(shared(view));
  view.life.active = 0;
  all.enter({}, shared(view));
  EXPECT_EQ(all.list().at(0)->life.active, 9u);
}

TEST(Directory, APublishWithoutALineIsIgnored) {
  directory all;
  all.publish(shared(view_of("x", long_id('a', '1'))));
  EXPECT_TRUE(all.all().empty());
}

// S4: every address of a container leads to it; no address leads to nobody.
TEST(Directory, EveryAddressLeadsToItsContainer) {
  directory all;
  all.enter({}, shared(view_of("x", long_id('a', '1'), {"172.17.0.2", "10.0.0.3"})));
  all.enter({}, shared(view_of("y", long_id('b', '1'))));
  EXPECT_EQ(all.find_by_address("172.17.0.2")->view->who->id, "x");
  EXPECT_EQ(all.find_by_address("10.0.0.3")->view->who->id, "x");
  EXPECT_FALSE(all.find_by_address(""));
}

// S5: the last one to publish an address has it, and only it gives it back.
TEST(Directory, AnAddressThatMovedStaysWithItsNewOwner) {
  directory all;
  const auto old = long_id('a', '1');
  all.enter({}, shared(view_of("x", old, {"172.17.0.2"})));
  all.enter({}, shared(view_of("y", long_id('b', '1'), {"172.17.0.2"})));
  EXPECT_EQ(all.find_by_address("172.17.0.2")->view->who->id, "y");
  all.publish(shared(view_of("x", old)));
  EXPECT_EQ(all.find_by_address("172.17.0.2")->view->who->id, "y");
  all.erase("x");
  EXPECT_EQ(all.find_by_address("172.17.0.2")->view->who->id, "y");
  all.erase("y");
  EXPECT_FALSE(all.find_by_address("172.17.0.2"));
}

TEST(Directory, TokensOpenTheirOwnContainerOnly) {
  directory all;
  all.enter({}, shared(view_of("x", long_id('a', '1'))));
  all.enter({}, shared(view_of("y", long_id('b', '1'))));
  EXPECT_EQ(all.find_by_token("x.secret")->view->who->id, "x");
  for (const auto* wrong : {"", ".", "x", "x.", "x.secre", "x.secret2",
                            "z.secret", ".secret"})
    EXPECT_FALSE(all.find_by_token(wrong)) << wrong;
}

TEST(Directory, ListsOldestFirst) {
  directory all;
  for (int i : {5, 1, 3}) {
    auto view = view_of("id" + std::to_string(i), long_id('a', char('0' + i)));
    auto who = *view.who;
    who.created_at = utc{std::chrono::milliseconds{i}};
    view.who = std::make_shared<const identity>(who);
    all.enter({}, shared(view));
  }
  const auto list = all.list();
  ASSERT_EQ(list.size(), 3u);
  EXPECT_EQ(list[0]->who->id, "id1");
  EXPECT_EQ(list[2]->who->id, "id5");
}

TEST(Token, NamesComeFromTheIdAlone) {
  const auto id = make_id();
  EXPECT_EQ(id.size(), 32u);
  EXPECT_EQ(name_of(id), name_of(id));
  EXPECT_NE(name_of(id), name_of(make_id()));
}

TEST(Token, MatchesItsDigestOnly) {
  const auto token = make_token("id");
  const auto sum = digest_of(token);
  EXPECT_TRUE(token_matches(token, sum));
  EXPECT_FALSE(token_matches(token + "0", sum));
  EXPECT_FALSE(token_matches(token, digest{}));
  EXPECT_EQ(digest_from_hex(to_hex(sum)), sum);
  EXPECT_EQ(digest_from_hex("nonsense"), digest{});
}

namespace {

/// A container that we know by those ids.
view_ptr known(const std::string& id, const std::string& container_id = {}) {
  return shared(view_of(id, container_id));
}

} // namespace

TEST(Reconcile, TellsKnownFromUnlistedFromStrange) {
  auto listed = [](const std::string& id) {
    docker::container_summary line;
    line.labels[docker::label::id] = id;
    return line;
  };
  docker::container_summary unlabelled;
  const auto pass = compare({known("a"), known("b"), known("c")},
                            {listed("c"), unlabelled, listed("new"),
                             listed("a")});
  EXPECT_EQ(pass.seen,
            (std::vector<std::size_t>{3, pass::not_listed, 0}));
  EXPECT_EQ(pass.strangers, std::vector<std::size_t>{2});
}

TEST(Reconcile, ACopyTakesNobodysPlace) {
  docker::container_summary original;
  original.id = "1";
  original.labels[docker::label::id] = "a";
  auto copy = original;
  copy.id = "2";
  const auto both = compare({known("a", "1")}, {copy, original});
  EXPECT_EQ(both.seen, std::vector<std::size_t>{1});
  EXPECT_TRUE(both.strangers.empty());
  const auto alone = compare({known("a", "1")}, {copy});
  EXPECT_EQ(alone.seen, std::vector<std::size_t>{pass::not_listed});
  EXPECT_TRUE(alone.strangers.empty());
}

TEST(Reconcile, WhatIsBeingRemovedIsNotAdopted) {
  docker::container_summary going;
  going.id = "1";
  going.labels[docker::label::id] = "a";
  going.state = docker::run_state::removing;
  EXPECT_TRUE(compare({}, {going}).strangers.empty());
  going.state = docker::run_state::exited;
  EXPECT_EQ(compare({}, {going}).strangers.size(), 1u);
}

} // namespace spin
