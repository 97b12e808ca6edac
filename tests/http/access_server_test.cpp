// Who may do what, asked over HTTP of a server with made-up actors.
#include <future>

#include "access_server.hpp"
#include "config/password_hash.hpp"
#include "http/login_throttle.hpp"
#include "http/routes.hpp"

using namespace spin;
using namespace spin::http;
using namespace spin::http::test;
using testing::HasSubstr;
using namespace std::chrono_literals;

TEST_F(AccessServer, AUserSeesAndChangesOwnContainersOnly) {
  const auto list = ask_as("ann:a", "GET", "/v1/containers");
  ASSERT_EQ(list.status, 200);
  ASSERT_EQ(list.json().Size(), 1u);
  EXPECT_THAT(list.body, HasSubstr(R"("owner":"ann")"));
  EXPECT_EQ(status_as("ann:a", "GET", path_of('a')), 200);
  EXPECT_EQ(status_as("ann:a", "PATCH", path_of('a'), "status=stopped"), 200);
  EXPECT_EQ(status_as("ann:a", "DELETE", path_of('a')), 204);
  expect_told({"stop a", "remove a"});
}

// Not a 403: who may not see it is not told that it is there, and the two
// answers do not differ in a byte.
TEST_F(AccessServer, AContainerOfSomebodyElseIsNoneForAUser) {
  const auto none = ask_as("ann:a", "GET", path_of('f'));
  for (char digit : {'b', 'e'})
    for (const auto& [method, tail, body] :
         {std::tuple{"GET", "", ""}, {"GET", "/idle", ""},
          {"GET", "/history", ""}, {"PATCH", "", "status=running"},
          {"PATCH", "", "timeout=60"}, {"DELETE", "", ""},
          {"POST", "/keep-alive", "for=60"}}) {
      const auto answer = ask_as("ann:a", method, path_of(digit) + tail, body);
      EXPECT_EQ(answer.status, 404) << method << tail;
      EXPECT_EQ(answer.body, none.body) << method << tail;
    }
  EXPECT_EQ(ask_as("ann:a", "GET", "/v1/containers/bbbbbbbbbbbb").body,
            none.body);
  expect_told({});
}

TEST_F(AccessServer, AnAuditShowsAUserNoMore) {
  const auto list = ask_as("bob:b", "GET", "/v1/containers?audit=true");
  ASSERT_EQ(list.json().Size(), 1u);
  EXPECT_THAT(list.body, HasSubstr(R"("owner":"bob")"));
}

// Its text may hold paths and addresses of the server.
TEST_F(AccessServer, OnlyWhoOverseesIsToldWhyAPartIsIll) {
  signs->ill(vital::store, "at /secret/path");
  for (const auto* who : {"admin:pass:word", "eve:e"})
    EXPECT_THAT(ask_as(who, "GET", "/readyz").body, HasSubstr("/secret/path"))
        << who;
  for (const auto* who : {"ann:a", "ann:wrong", "admin:wrong"}) {
    const auto answer = ask_as(who, "GET", "/readyz");
    EXPECT_EQ(answer.status, 503) << who;
    EXPECT_THAT(answer.body, testing::Not(HasSubstr("secret"))) << who;
  }
}

TEST_F(AccessServer, AViewerSeesEverythingAndChangesNothing) {
  EXPECT_EQ(ask_as("eve:e", "GET", "/v1/containers").json().Size(), 3u);
  EXPECT_EQ(status_as("eve:e", "GET", path_of('b')), 200);
  EXPECT_EQ(status_as("eve:e", "GET", "/metrics"), 200);
  for (const auto& which : routes())
    if (which.needs == access::write) {
      std::string path{which.pattern};
      if (const auto at = path.find(":id"); at != std::string::npos)
        path.replace(at, 3, std::string(64, 'a'));
      const auto answer =
          ask_as("eve:e", std::string{which.method}, path, "image=a/b");
      EXPECT_EQ(answer.status, 403) << which.method << path;
      EXPECT_THAT(answer.field("message"), HasSubstr("viewer"));
    }
  expect_told({});
}

TEST_F(AccessServer, AUserIsNotToldOfTheWholeServer) {
  EXPECT_EQ(status_as("ann:a", "GET", "/metrics"), 403);
}

TEST_F(AccessServer, ANewContainerIsItsMakers) {
  EXPECT_EQ(status_as("bob:b", "POST", "/v1/containers", "image=a/b"), 201);
  expect_told({"create a/b for bob"});
}

// -- the limit of running containers ------------------------------------------

TEST_F(AccessServer, OneTooManyIsTurnedAwayAndToldWhy) {
  const auto answer =
      ask_as("ann:a", "POST", "/v1/containers", "image=a/b");
  EXPECT_EQ(answer.status, 429);
  EXPECT_EQ(answer.field("message"),
            "ann may have 1 containers running at once (max_running), and 1 "
            "are running or starting; stop one first");
  expect_told({});
}

TEST_F(AccessServer, AStartCountsAsACreateDoes) {
  give('a', "ann", phase::stopped);
  give('b', "ann", phase::running);
  EXPECT_EQ(status_as("ann:a", "PATCH", path_of('a'), "status=running"), 429);
  EXPECT_EQ(status_as("ann:a", "PATCH", path_of('b'), "status=running"), 200);
  EXPECT_EQ(ask("PATCH", path_of('a'), "status=running").status, 200);
  expect_told({"start b", "start a"});
}

TEST_F(AccessServer, TwoCreatesAtOnceDoNotPassALimitOfOne) {
  give('a', "ann", phase::stopped);
  around->holds = true;
  std::vector<std::future<int>> all;
  for (int i = 0; i < 4; ++i)
    all.push_back(std::async(std::launch::async, [this] {
      return status_as("ann:a", "POST", "/v1/containers", "image=a/b");
    }));
  // Three are turned away while the fourth is still being made.
  EXPECT_TRUE(eventually([&] {
    int over = 0;
    for (auto& each : all)
      over += each.wait_for(0s) == std::future_status::ready;
    return over == 3;
  }));
  {
    const std::lock_guard hold{around->mutex};
    around->holds = false;
  }
  release();
  std::map<int, int> statuses;
  for (auto& each : all)
    ++statuses[each.get()];
  EXPECT_EQ(statuses, (std::map<int, int>{{201, 1}, {429, 3}}));
}

TEST_F(AccessServer, ACreateThatFailsGivesItsPlaceBack) {
  give('a', "ann", phase::stopped);
  around->fails = {errc::engine_refused, "no"};
  for (int i = 0; i < 3; ++i)
    EXPECT_EQ(status_as("ann:a", "POST", "/v1/containers", "image=a/b"), 502);
  around->fails = {errc::none, ""};
  EXPECT_EQ(status_as("ann:a", "POST", "/v1/containers", "image=a/b"), 201);
}

// -- passwords ----------------------------------------------------------------

TEST_F(AccessServer, AWrongUserIsToldWhatAWrongPasswordIs) {
  const auto user = ask_as("nobody:a", "GET", "/v1/images");
  const auto word = ask_as("ann:b", "GET", "/v1/images");
  EXPECT_EQ(user.status, 401);
  EXPECT_EQ(user.body, word.body);
  EXPECT_EQ(user.headers.at("www-authenticate"),
            word.headers.at("www-authenticate"));
}

TEST_F(AccessServer, WhoGuessesIsSlowedDownAndNobodyElse) {
  ASSERT_EQ(ask("GET", "/v1/images").status, 200);
  for (unsigned i = 0; i < login_throttle::free_attempts; ++i)
    EXPECT_EQ(status_as("ann:" + std::to_string(i), "GET", "/v1/images"), 401);
  const auto slowed = ask_as("ann:guess", "GET", "/v1/images");
  EXPECT_EQ(slowed.status, 429);
  EXPECT_GE(std::stoi(slowed.headers.at("retry-after")), 1);
  EXPECT_EQ(ask("GET", "/v1/images").status, 200);
}

TEST_F(AccessServer, WhoIsKnownIsNotShutOutByWhoGuesses) {
  ASSERT_EQ(status_as("ann:a", "GET", "/v1/images"), 200);
  while (status_as("ann:guess", "GET", "/v1/images") != 429) {
  }
  EXPECT_EQ(status_as("ann:a", "GET", "/v1/images"), 200);
}

// Else who guesses would learn that a guess was right while all others wait.
TEST_F(AccessServer, WhoGuessesInEarnestIsNotToldThatAGuessWasRight) {
  for (const std::string login : {"admin:pass:word", "ann:a"}) {
    const auto name = login.substr(0, login.find(':'));
    for (unsigned i = 0; i < 200; ++i)
      status_as(name + ":guess", "GET", "/v1/images");
    EXPECT_EQ(status_as(login, "GET", "/v1/images"), 429) << name;
  }
}

TEST_F(AccessServer, ManyWithTheSameLoginAtOnceCountOnce) {
  std::vector<std::future<int>> all;
  for (int i = 0; i < 40; ++i)
    all.push_back(std::async(std::launch::async, [this] {
      return status_as("bob:b", "GET", "/v1/images");
    }));
  for (auto& each : all)
    EXPECT_EQ(each.get(), 200);
}

// Each takes a tenth of a second; 32 of one address may wait for that.
TEST_F(AccessServer, OnlySoManyLoginsOfOneAddressWait) {
  server_config slow;
  slow.users = {{"ann", role::user, config::hash_password("a"), true, 0}};
  api = listen(surface::api, slow);
  std::vector<std::future<spin::test::response>> all;
  for (int i = 0; i < 48; ++i)
    all.push_back(std::async(std::launch::async, [this, i] {
      return ask_as("user" + std::to_string(i) + ":x", "GET", "/v1/images");
    }));
  int too_many = 0;
  for (auto& each : all) {
    const auto answer = each.get();
    too_many += answer.status == 503;
    EXPECT_EQ(answer.status == 503, answer.headers.count("retry-after") == 1);
    EXPECT_TRUE(answer.status == 503 || answer.status == 401) << answer.status;
  }
  EXPECT_GE(too_many, 1);
  EXPECT_LE(too_many, 16);
  EXPECT_EQ(status_as("ann:a", "GET", "/v1/images"), 200);
}

TEST_F(AccessServer, AServerThatEndsLeavesNoLoginBehind) {
  const auto url = "http://" + api->address() + "/v1/images";
  std::vector<std::future<int>> all;
  for (int i = 0; i < 10; ++i)
    all.push_back(std::async(std::launch::async, [url, i] {
      const auto login = "user" + std::to_string(i) + ":b";
      // Whom Pistache has accepted and not yet given to a thread hears nothing
      // before the process ends.
      return spin::test::send({.url = url, .auth = login, .within = 5s}).status;
    }));
  api.reset();
  for (auto& each : all)
    each.wait(); // the law is that nothing hangs, and what sanitizers see
  api = listen(surface::api);
}

// -- requests that a browser was made to send ---------------------------------

TEST_F(AccessServer, APasswordThatAnotherSiteMadeTheBrowserSendDoesNotCount) {
  const auto from = [this](const char* header) {
    return ask("PATCH", path_of('a'), "status=stopped", {header});
  };
  EXPECT_EQ(from("Origin: https://evil.example").status, 403);
  EXPECT_EQ(from("Sec-Fetch-Site: cross-site").status, 403);
  EXPECT_THAT(from("Origin: null").field("message"), HasSubstr("another site"));
  expect_told({});
  EXPECT_EQ(from("Sec-Fetch-Site: same-origin").status, 200);
  expect_told({"stop a"});
}
