// Containers that somebody else removed, as clients meet them.
#include "access_server.hpp"
#include "http/create_rules.hpp"

using namespace spin;
using namespace spin::http;
using namespace spin::http::test;
using testing::HasSubstr;

namespace {

/// "d" was ann's and "9" was nobody's. There are "a" of ann, which runs, and
/// "b" of bob.
class VanishedServer : public AccessServer {
protected:
  VanishedServer() {
    lose('d', "ann");
    lose('9', "");
  }

  static vanished one(char digit, const std::string& owner) {
    vanished what;
    what.container_id = std::string(64, digit);
    what.name = std::string{"web_"} + digit;
    what.image = "a/b";
    what.owner = owner;
    what.own.timeout = 60s;
    what.options.env = {{"DB_PASSWORD", "hunter2"}};
    what.options.volumes = {{"ann.data", "/data", false}};
    what.at = some_time().wall - 30s;
    return what;
  }

  void lose(const vanished& what) {
    vanished_ones->put(what, [](const vanished&) {
      // nop
    });
  }
  void lose(char digit, const std::string& owner) { lose(one(digit, owner)); }

  /// Listens again, with those rules and users as before.
  void rule(const create_rules& what) {
    server_config config;
    config.users = {{"admin", role::admin, password, false, 0},
                    {"ann", role::user, hash_of("a"), true, 1},
                    {"bob", role::user, hash_of("b"), true, 0},
                    {"eve", role::viewer, hash_of("e"), true, 0}};
    config.rules = std::make_shared<const create_rules>(what);
    api = listen(surface::api, config);
  }

  static create_rules volumes_of_users() {
    create_rules what;
    what.volumes = {"{user}.*"};
    what.users = {"admin", "ann", "bob", "eve"};
    return what;
  }

  static std::string again(char digit) { return path_of(digit) + "/recreate"; }
};

} // namespace

TEST_F(VanishedServer, AreNotThereAndItIsSaidWhy) {
  const auto why = "container web_d was removed outside of spin-docker at "
                   "2014-05-01T11:59:30.000Z; POST "
                   + again('d') + " makes it again as it was";
  for (const auto& [method, tail, body] : {std::tuple{"GET", "", ""},
                                           {"GET", "/history", ""},
                                           {"PATCH", "", "status=running"},
                                           {"POST", "/keep-alive", "for=60"}}) {
    const auto answer = ask_as("ann:a", method, path_of('d') + tail, body);
    EXPECT_EQ(answer.status, 404) << method << tail;
    EXPECT_EQ(answer.field("message"), why) << method << tail;
  }
  EXPECT_EQ(
      ask_as("eve:e", "GET", "/v1/containers/dddddddddddd").field("message"),
      why);
  const auto list = ask("GET", "/v1/containers");
  EXPECT_THAT(list.body, testing::Not(HasSubstr("web_")));
  expect_told({});
}

TEST_F(VanishedServer, AreMadeAgainAsTheyWere) {
  rule(volumes_of_users());
  give('a', "ann", phase::stopped);
  const auto answer = ask_as("ann:a", "POST", again('d'));
  ASSERT_EQ(answer.status, 201) << answer.body;
  EXPECT_EQ(answer.headers.at("location"), path_of('c'));
  EXPECT_EQ(answer.field("container_id"), std::string(64, 'c'));
  expect_told({"create a/b timeout=60 for ann"});
  const auto old = one('d', "ann");
  EXPECT_EQ(around->wanted.instead_of, old.container_id);
  EXPECT_EQ(around->wanted.options, old.options);
  EXPECT_EQ(around->wanted.own, old.own);
  EXPECT_FALSE(around->wanted.id.empty());
}

// What is a user's by a pattern is that user's, whoever asks.
TEST_F(VanishedServer, AnAdminMakesThemForTheirOwner) {
  rule(volumes_of_users());
  EXPECT_EQ(ask("POST", "/v1/containers/dddddddddddd/recreate", "{}").status,
            201);
  EXPECT_EQ(around->wanted.owner, "ann");
  const auto refused = ask("POST", again('9'));
  EXPECT_EQ(refused.status, 403) << "ann.data was never admin's";
  EXPECT_THAT(refused.field("message"), HasSubstr("volumes: ann.data"));
}

TEST_F(VanishedServer, WhatIsNotAllowedAnyMoreIsRefused) {
  auto narrower = volumes_of_users();
  narrower.images = {"c/*"};
  rule(narrower);
  give('a', "ann", phase::stopped);
  const auto answer = ask_as("ann:a", "POST", again('d'));
  EXPECT_EQ(answer.status, 403);
  EXPECT_THAT(answer.field("message"), HasSubstr("image: a/b"));
  expect_told({});
}

TEST_F(VanishedServer, AProfileGivesWhatItGivesToday) {
  auto narrower = volumes_of_users();
  narrower.profiles["wide"].users = {"ann"};
  narrower.profiles["wide"].rights.cap_add = {"SYS_ADMIN"};
  rule(narrower);
  give('a', "ann", phase::stopped);
  auto what = one('d', "ann");
  what.options.profile = "wide";
  lose(what);
  EXPECT_EQ(ask_as("ann:a", "POST", again('d')).status, 201);
  EXPECT_EQ(around->wanted.rights.cap_add,
            std::vector<std::string>{"SYS_ADMIN"});
  narrower.profiles["wide"].users = {"bob"};
  rule(narrower);
  const auto refused = ask_as("ann:a", "POST", again('d'));
  EXPECT_EQ(refused.status, 403);
  EXPECT_THAT(refused.field("message"), HasSubstr("profile: wide"));
}

TEST_F(VanishedServer, OfSomebodyElseAreNoneForAUser) {
  const auto none = ask_as("bob:b", "POST", path_of('f') + "/recreate");
  ASSERT_EQ(none.status, 404);
  for (char digit : {'a', 'd', '9'}) {
    EXPECT_EQ(ask_as("bob:b", "POST", again(digit)).body, none.body) << digit;
    EXPECT_EQ(ask_as("bob:b", "GET", path_of(digit)).body, none.body) << digit;
    const auto kept = ask_as("bob:b", "DELETE", path_of(digit));
    EXPECT_EQ(kept.status, 404) << digit;
    EXPECT_EQ(kept.body, none.body) << digit;
  }
  EXPECT_EQ(status_as("eve:e", "POST", again('d')), 403) << "viewers look";
  EXPECT_EQ(ask_openly(*api, "POST", again('d')).status, 401);
  expect_told({});
}

TEST_F(VanishedServer, OneThatIsThereIsNotMadeAgain) {
  const auto answer = ask("POST", again('b'));
  EXPECT_EQ(answer.status, 409);
  EXPECT_EQ(answer.field("message"),
            "container hungry_bell_b is there; delete it first");
  lose('b', "bob"); // between the end of a run of ours and the first pass
  EXPECT_EQ(ask("POST", again('b')).status, 409);
  EXPECT_EQ(ask("GET", path_of('b')).status, 200);
  expect_told({});
}

TEST_F(VanishedServer, CountAmongThoseThatMayRun) {
  rule(volumes_of_users());
  const auto answer = ask_as("ann:a", "POST", again('d'));
  EXPECT_EQ(answer.status, 429) << "one of hers runs, and one may";
  EXPECT_EQ(ask("POST", again('d')).status, 201)
      << "for whom there is no limit";
}

TEST_F(VanishedServer, WithoutTheirSecretsTheyAreNotMadeAgain) {
  rule(volumes_of_users());
  auto what = one('d', "ann");
  what.options = without_secrets(what.options);
  lose(what);
  const auto answer = ask("POST", again('d'));
  EXPECT_EQ(answer.status, 409);
  EXPECT_THAT(answer.field("message"), HasSubstr("its secrets"));
  expect_told({});
}

TEST_F(VanishedServer, NothingCanBeSaidOfThem) {
  const auto answer = ask("POST", again('d'), R"({"image":"other"})");
  EXPECT_EQ(answer.status, 400);
  EXPECT_THAT(answer.field("message"), HasSubstr("body: must be empty"));
  expect_told({});
}

TEST_F(VanishedServer, WhatTheRegistrySaysIsAnswered) {
  rule(volumes_of_users());
  around->fails = {errc::conflict, "the name web_d is taken"};
  const auto answer = ask("POST", again('d'));
  EXPECT_EQ(answer.status, 409);
  EXPECT_EQ(answer.field("message"), "the name web_d is taken");
}

TEST_F(VanishedServer, AreForgottenByDelete) {
  EXPECT_EQ(ask_as("ann:a", "DELETE", path_of('d')).status, 204);
  EXPECT_EQ(ask("DELETE", "/v1/containers/999999999999").status, 204);
  expect_told({"forget d", "forget 9"});
  around->fails = {errc::store_down, "no store"};
  EXPECT_EQ(ask("DELETE", path_of('d')).status, 503);
}
