// API tokens and those of containers, asked over HTTP of a server with made-up
// actors.
#include "access_server.hpp"
#include "actors/token.hpp"

using namespace spin;
using namespace spin::http;
using namespace spin::http::test;
using testing::HasSubstr;
using testing::Not;

namespace {

class TokenServer : public AccessServer {};

} // namespace

// -- API tokens ---------------------------------------------------------------

TEST_F(TokenServer, ATokenIsMadeShownOnceUsedListedAndRevoked) {
  const auto made = ask_as("ann:a", "POST", "/v1/tokens", "name=ci");
  ASSERT_EQ(made.status, 201);
  EXPECT_EQ(made.headers.at("cache-control"), "no-store");
  EXPECT_EQ(made.field("user"), "ann");
  EXPECT_EQ(made.field("role"), "user");
  const auto token = made.field("token");
  EXPECT_THAT(token, testing::StartsWith("spin_" + made.field("id") + "."));
  EXPECT_EQ(by_token(token, "GET", path_of('a')).status, 200);
  EXPECT_EQ(by_token(token, "GET", path_of('b')).status, 404);
  const auto secret = token.substr(token.find('.') + 1);
  EXPECT_THAT(ask_as("ann:a", "GET", "/v1/tokens").body,
              testing::AllOf(HasSubstr("ci"), Not(HasSubstr(secret))));
  const auto where = "/v1/tokens/" + made.field("id");
  EXPECT_EQ(status_as("ann:a", "DELETE", where), 204);
  const auto after = by_token(token, "GET", path_of('a'));
  EXPECT_EQ(after.status, 401);
  EXPECT_THAT(after.headers.at("www-authenticate"), HasSubstr("invalid_token"));
  EXPECT_EQ(status_as("ann:a", "DELETE", where), 404);
}

TEST_F(TokenServer, ATokenOfSomebodyElseIsNoneForAUser) {
  const auto made = ask_as("bob:b", "POST", "/v1/tokens");
  const auto where = "/v1/tokens/" + made.field("id");
  EXPECT_EQ(ask_as("ann:a", "GET", "/v1/tokens").body, "[]");
  EXPECT_EQ(status_as("ann:a", "DELETE", where), 404);
  EXPECT_EQ(ask("GET", "/v1/tokens").json().Size(), 1u);
  EXPECT_EQ(ask("DELETE", where).status, 204);
}

TEST_F(TokenServer, ATokenWithLessThanItsMakerMayDoLess) {
  const auto token = ask("POST", "/v1/tokens", "role=viewer").field("token");
  EXPECT_EQ(by_token(token, "GET", path_of('b')).status, 200);
  const auto refused = by_token(token, "DELETE", path_of('b'));
  EXPECT_EQ(refused.status, 403);
  expect_told({"token of admin"});
}

TEST_F(TokenServer, ATokenMakesNoTokens) {
  const auto token = ask("POST", "/v1/tokens").field("token");
  EXPECT_EQ(by_token(token, "POST", "/v1/tokens").status, 403);
}

TEST_F(TokenServer, ATokenEndsWithItsTimeItsUserAndItsStoredRole) {
  const auto put = [this](const std::string& user, role may,
                          std::optional<utc> end) {
    api_token record;
    record.id = make_id();
    const auto token = make_api_token(record.id);
    record.sum = digest_of(token);
    record.user = user;
    record.may = may;
    record.expires_at = end;
    tokens->put(record);
    return by_token(token, "GET", "/v1/images").status;
  };
  const auto now = some_time().wall;
  EXPECT_EQ(put("ann", role::user, now + 1s), 200);
  EXPECT_EQ(put("ann", role::user, now), 401);
  EXPECT_EQ(put("gone", role::user, {}), 401);
  EXPECT_EQ(put("ann", role::admin, {}), 200); // as the user she is now
  EXPECT_EQ(put("ann", role::viewer, {}), 401);
}

TEST_F(TokenServer, ATokenIsNotTakenFromAGuess) {
  const auto made = ask("POST", "/v1/tokens");
  const auto id = made.field("id");
  for (const auto& guess :
       {std::string{"spin_"}, "spin_" + id, "spin_" + id + ".",
        "spin_" + id + "." + std::string(32, '0'), id, std::string{},
        made.field("token") + "0", made.field("token").substr(5)})
    EXPECT_EQ(by_token(guess, "GET", "/v1/images").status, 401) << guess;
}

TEST_F(TokenServer, ATokenThatCouldNotBeStoredIsNeverShown) {
  around->fails = {errc::store_down, "away"};
  around->failing = "token";
  const auto answer = ask("POST", "/v1/tokens");
  EXPECT_EQ(answer.status, 503);
  EXPECT_THAT(answer.body, Not(HasSubstr("spin_")));
}

TEST_F(TokenServer, ARevocationThatCouldNotBeStoredHoldsAndSaysSo) {
  const auto made = ask("POST", "/v1/tokens");
  around->fails = {errc::store_down, "away"};
  around->failing = "revoke";
  const auto answer = ask("DELETE", "/v1/tokens/" + made.field("id"));
  EXPECT_EQ(answer.status, 503);
  EXPECT_THAT(answer.field("message"), HasSubstr("let in no more"));
  EXPECT_EQ(by_token(made.field("token"), "GET", "/v1/images").status, 401);
}

// -- check-ins ----------------------------------------------------------------

TEST_F(TokenServer, WithTokenOnlyAnAddressIsNotEnough) {
  server_config config;
  config.check_in_by_token = true;
  const auto strict = listen(surface::check_in, config);
  auto view = some_container('d');
  auto who = *view.who;
  const auto token = make_token(who.id);
  who.token_digest = digest_of(token);
  view.who = std::make_shared<const identity>(who);
  auto run = *view.run;
  run.addresses = {"127.0.0.1"};
  view.run = std::make_shared<const run_facts>(run);
  containers.enter(containers.find(std::string(64, 'a')).entry->actor,
                   shared(view));
  const auto send = [&](const server& to, const std::string& body) {
    return ask_openly(to, "POST", "/v1/check-in", body);
  };
  const auto refused = send(*strict, "active=1");
  EXPECT_EQ(refused.status, 401);
  EXPECT_THAT(refused.field("message"), HasSubstr("SPIN_DOCKER_TOKEN"));
  EXPECT_EQ(send(*strict, "active=1&token=" + token).status, 200);
  EXPECT_EQ(send(*strict, "active=1&token=wrong").status, 404);
  EXPECT_EQ(send(*api, "active=1").status, 200);
}
