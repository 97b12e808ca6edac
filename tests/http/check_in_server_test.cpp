#include "server_test.hpp"

#include "actors/token.hpp"

using namespace spin;
using namespace spin::http;
using namespace spin::http::test;

namespace {

class CheckInServer : public ServerTest {
protected:
  CheckInServer() { api = listen(surface::api, trusting()); }

  static server_config trusting() {
    server_config config;
    config.trusted_proxies = {"127.0.0.0/8"};
    return config;
  }

  /// Checks in as if from `address`, through a proxy that is trusted.
  spin::test::response from(const std::string& address,
                            const std::string& body) {
    return ask_openly(*api, "POST", "/v1/check-in", body,
                      {"X-Forwarded-For: " + address});
  }

  std::string address_of_a = some_container('a').run->addresses.at(0);
};

} // namespace

TEST_F(CheckInServer, CreditsTheContainerWithTheSourceAddress) {
  const auto answer = from(address_of_a, "active=3");
  EXPECT_EQ(answer.status, 200);
  expect_told({"check-in a 3"});
}

// S1: an unmodified client's spelling is as good as any other.
TEST_F(CheckInServer, CreditsEverySpelling) {
  EXPECT_EQ(from(address_of_a, "active-connections=1").status, 200);
  EXPECT_EQ(from(address_of_a, "active_connections=2").status, 200);
  expect_told({"check-in a 1", "check-in a 2"});
}

// S2: the original answered 200 with nothing in it, whatever had happened.
TEST_F(CheckInServer, TellsWhoWasCreditedAndWhenItWouldStop) {
  const auto answer = from(address_of_a, "active=3");
  EXPECT_EQ(answer.field("container_id"), std::string(64, 'a'));
  EXPECT_EQ(answer.field("active"), "3");
  EXPECT_EQ(answer.field("reported_at"), "2014-05-01T12:00:00.000Z");
  EXPECT_NE(answer.field("stops_at"), "(none)");
}

TEST_F(CheckInServer, AContainerMayHoldItself) {
  const auto alone = from(address_of_a, "busy_for=2h");
  EXPECT_EQ(alone.status, 200);
  EXPECT_EQ(alone.field("active"), "0");
  EXPECT_EQ(alone.field("busy_until"), "2014-05-01T14:00:00.000Z");
  EXPECT_EQ(alone.field("reported_at"), "null");
  const auto both = from(address_of_a, R"({"active":3,"busy_for":60})");
  EXPECT_EQ(both.field("active"), "3");
  EXPECT_EQ(both.field("busy_until"), "2014-05-01T12:01:00.000Z");
  expect_told({"check-in a busy_for=7200", "check-in a 3 busy_for=60"});
}

// What the answer shows is what the rule will say.
TEST_F(CheckInServer, AHoldPutsTheStopOff) {
  const auto before = ask("GET", path_of('a')).field("stops_at");
  EXPECT_GT(from(address_of_a, "busy_for=1d").field("stops_at"), before);
}

TEST_F(CheckInServer, AHoldIsBoundedByTheOperator) {
  rules.bounds.keep_alive_max = 10s;
  api = listen(surface::api, trusting());
  const auto answer = from(address_of_a, "active=1&busy_for=11");
  EXPECT_EQ(answer.status, 400);
  EXPECT_NE(answer.field("message").find("busy_for: must be whole seconds "
                                         "from 0 to 10"),
            std::string::npos);
  expect_told({});
  EXPECT_EQ(from(address_of_a, "active=1&busy_for=10").status, 200);
}

TEST_F(CheckInServer, FromNowhereIsNotFound) {
  const auto answer = from("172.31.0.9", "active=3");
  EXPECT_EQ(answer.status, 404);
  EXPECT_NE(answer.field("message"), "(none)");
  expect_told({});
}

// S3: nobody may check in for another by a header of his own.
TEST_F(CheckInServer, AHeaderFromAnybodyElseCountsNothing) {
  const auto wary = listen(surface::check_in);
  const auto answer = ask_openly(
      *wary, "POST", "/v1/check-in", "active=1",
      {"X-Forwarded-For: " + address_of_a, "X-Real-IP: " + address_of_a});
  EXPECT_EQ(answer.status, 404);
  expect_told({});
}

TEST_F(CheckInServer, ATokenNamesItsContainerFromEverywhere) {
  auto view = some_container('a');
  auto who = *view.who;
  who.token_digest = digest_of(who.id + ".secret");
  view.who = std::make_shared<const identity>(who);
  containers.publish(shared(view));
  const auto token = who.id + ".secret";
  EXPECT_EQ(from("172.31.0.9", "active=1&token=" + token).status, 200);
  const auto bearer = ask_openly(*api, "POST", "/v1/check-in", "active=2",
                                 {"Authorization: Bearer " + token});
  EXPECT_EQ(bearer.field("container_id"), who.container_id);
  EXPECT_EQ(from("172.31.0.9", "active=3&token=" + token + "x").status, 404);
  expect_told({"check-in a 1", "check-in a 2"});
}

TEST_F(CheckInServer, AWrongTokenNeverFallsBackToTheAddress) {
  for (std::string token : {"", "x", "a.b"})
    EXPECT_EQ(from(address_of_a, "active=1&token=" + token).status, 404);
  const auto bearer = ask_openly(
      *api, "POST", "/v1/check-in", "active=1",
      {"X-Forwarded-For: " + address_of_a, "Authorization: Bearer a.b"});
  EXPECT_EQ(bearer.status, 404);
  expect_told({});
}

TEST_F(CheckInServer, TheContainersListenerServesNothingElse) {
  const auto narrow = listen(surface::check_in, trusting());
  const auto credited = ask_openly(*narrow, "POST", "/v1/check-in", "active=1",
                                   {"X-Real-IP: " + address_of_a});
  EXPECT_EQ(credited.status, 200);
  for (auto path : {"/v1/containers", "/v1/images", "/metrics", "/healthz",
                    "/readyz"})
    EXPECT_EQ(ask_openly(*narrow, "GET", path).status, 404) << path;
  expect_told({"check-in a 1"});
}
