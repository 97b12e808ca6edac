// Browsers log in, over HTTP, to a server with made-up actors.
#include <regex>

#include "access_server.hpp"
#include "http/login_throttle.hpp"

using namespace spin;
using namespace spin::http;
using namespace spin::http::test;
using testing::HasSubstr;
using testing::Not;

namespace {

/// A browser that is, or is not, logged in.
struct browser {
  std::string cookie;
  std::string csrf;
};

class SessionServer : public AccessServer {
protected:
  spin::test::response log_in(const std::string& user, const std::string& word,
                              std::vector<std::string> headers = {}) {
    return ask_openly(*api, "POST", "/v1/session",
                      "username=" + user + "&password=" + word,
                      std::move(headers));
  }

  static std::string cookie_in(const spin::test::response& answer) {
    const auto text = answer.headers.at("set-cookie");
    return text.substr(0, text.find(';'));
  }

  browser browser_of(const std::string& user, const std::string& word,
                     std::vector<std::string> headers = {}) {
    const auto answer = log_in(user, word, std::move(headers));
    EXPECT_EQ(answer.status, 201) << answer.body;
    return {cookie_in(answer), answer.field("csrf")};
  }

  /// Sends a request as the page does.
  spin::test::response send_by(const browser& who, const std::string& method,
                               const std::string& path,
                               const std::string& body = "",
                               std::vector<std::string> headers = {}) {
    headers.push_back("Cookie: " + who.cookie);
    if (!who.csrf.empty())
      headers.push_back("X-CSRF-Token: " + who.csrf);
    return ask_openly(*api, method, path, body, std::move(headers));
  }
};

} // namespace

TEST_F(SessionServer, ABrowserLogsInUsesTheApiAndLogsOut) {
  const auto answer = log_in("ann", "a");
  ASSERT_EQ(answer.status, 201);
  EXPECT_EQ(answer.field("user"), "ann");
  EXPECT_EQ(answer.field("role"), "user");
  EXPECT_EQ(answer.headers.at("cache-control"), "no-store");
  const browser ann{cookie_in(answer), answer.field("csrf")};
  EXPECT_EQ(send_by(ann, "GET", "/v1/containers").json().Size(), 1u);
  EXPECT_EQ(send_by(ann, "PATCH", path_of('a'), "status=stopped").status, 200);
  EXPECT_EQ(send_by(ann, "PATCH", path_of('b'), "status=running").status, 404);
  const auto shown = send_by({ann.cookie, ""}, "GET", "/v1/session");
  EXPECT_EQ(shown.field("user"), "ann");
  EXPECT_EQ(shown.field("csrf"), ann.csrf);
  const auto out = send_by(ann, "DELETE", "/v1/session");
  EXPECT_EQ(out.status, 204);
  EXPECT_THAT(out.headers.at("set-cookie"), HasSubstr("Max-Age=0"));
  EXPECT_EQ(send_by(ann, "GET", "/v1/containers").status, 401);
  expect_told({"stop a"});
}

TEST_F(SessionServer, RolesHoldInASessionAsTheyDoElsewhere) {
  const auto eve = browser_of("eve", "e");
  EXPECT_EQ(send_by(eve, "GET", "/v1/containers").json().Size(), 3u);
  EXPECT_EQ(send_by(eve, "GET", "/metrics").status, 200);
  EXPECT_EQ(send_by(eve, "DELETE", path_of('a')).status, 403);
  EXPECT_EQ(send_by(browser_of("ann", "a"), "GET", "/metrics").status, 403);
  EXPECT_EQ(send_by(eve, "DELETE", "/v1/session").status, 204);
  expect_told({});
}

TEST_F(SessionServer, NothingIsChangedWithoutTheWordOfThisVerySession) {
  const auto ann = browser_of("ann", "a");
  const auto bob = browser_of("bob", "b");
  for (const auto& word : {std::string{}, bob.csrf, std::string(64, '0')})
    for (const auto& [method, path, body] :
         {std::tuple{"PATCH", path_of('a'), "status=stopped"},
          {"DELETE", path_of('a'), ""},
          {"POST", std::string{"/v1/containers"}, "image=a/b"},
          {"POST", std::string{"/v1/tokens"}, ""},
          {"DELETE", std::string{"/v1/session"}, ""}}) {
      const auto answer = send_by({ann.cookie, word}, method, path, body);
      EXPECT_EQ(answer.status, 403) << method << path;
      EXPECT_THAT(answer.field("message"), HasSubstr("X-CSRF-Token"));
    }
  EXPECT_EQ(send_by({ann.cookie, ""}, "GET", path_of('a')).status, 200);
  expect_told({});
}

TEST_F(SessionServer, WhatAnotherSiteMadeTheBrowserSendIsRefused) {
  const auto ann = browser_of("ann", "a");
  for (auto header :
       {"Origin: https://evil.example", "Origin: null",
        "Sec-Fetch-Site: cross-site", "Sec-Fetch-Site: same-site"}) {
    EXPECT_EQ(send_by(ann, "DELETE", path_of('a'), "", {header}).status, 403)
        << header;
    // Nor does another site log somebody in as somebody else.
    EXPECT_EQ(log_in("ann", "a", {header}).status, 403) << header;
  }
  expect_told({});
}

TEST_F(SessionServer, AWrongPasswordIsSlowedDownAsEverywhere) {
  const auto wrong = log_in("ann", "no");
  EXPECT_EQ(wrong.status, 401);
  EXPECT_EQ(wrong.headers.count("set-cookie"), 0u);
  EXPECT_EQ(log_in("nobody", "no").body, wrong.body);
  for (unsigned i = 1; i < login_throttle::free_attempts; ++i)
    ask_as("ann:" + std::to_string(i), "GET", "/v1/images");
  const auto slowed = log_in("ann", "guess");
  EXPECT_EQ(slowed.status, 429);
  EXPECT_GE(std::stoi(slowed.headers.at("retry-after")), 1);
}

// A 401 that asks for Basic makes a browser ask for a password by itself.
TEST_F(SessionServer, APageIsNotMadeToAskForAPasswordByTheBrowser) {
  for (const auto& answer :
       {log_in("ann", "no"),
        send_by({"spin_session=gone", ""}, "GET", "/v1/containers"),
        ask_openly(*api, "GET", "/v1/session", "",
                   {"Sec-Fetch-Dest: empty"})}) {
    EXPECT_EQ(answer.status, 401);
    EXPECT_THAT(answer.headers.at("www-authenticate"), Not(HasSubstr("Basic")));
  }
  EXPECT_THAT(
      ask_openly(*api, "GET", "/v1/images").headers.at("www-authenticate"),
      HasSubstr("Basic"));
}

TEST_F(SessionServer, ASessionDoesNotOutliveTheServer) {
  const auto ann = browser_of("ann", "a");
  server_config config;
  config.users = {{"ann", role::user, hash_of("a"), true, 1}};
  api = listen(surface::api, config);
  EXPECT_EQ(send_by(ann, "GET", "/v1/containers").status, 401);
}

TEST_F(SessionServer, ASessionEndsWhenItsTimeIsOver) {
  server_config config;
  config.users = {{"ann", role::user, hash_of("a"), true, 1}};
  config.sessions.idle = 0s;
  api = listen(surface::api, config);
  EXPECT_EQ(send_by(browser_of("ann", "a"), "GET", "/v1/containers").status,
            401);
}

TEST_F(SessionServer, ACookieThatAContainersPageGotIsOfNoUseElsewhere) {
  server_config config;
  config.users = {{"ann", role::user, hash_of("a"), true, 1}};
  config.trusted_proxies = {"127.0.0.1"};
  api = listen(surface::api, config);
  const auto ann = browser_of("ann", "a", {"X-Forwarded-For: 10.0.0.1"});
  const auto from = [&](const char* address) {
    return send_by(ann, "GET", "/v1/containers", "",
                   {std::string{"X-Forwarded-For: "} + address})
        .status;
  };
  EXPECT_EQ(from("10.0.0.1"), 200);
  EXPECT_EQ(from("172.17.0.2"), 401);
}

TEST_F(SessionServer, OfSeveralCookiesTheGoodOneCounts) {
  auto ann = browser_of("ann", "a");
  ann.cookie = "spin_session=planted; " + ann.cookie;
  EXPECT_EQ(send_by(ann, "PATCH", path_of('a'), "status=stopped").status, 200);
  EXPECT_EQ(send_by(ann, "GET", "/v1/session").field("csrf"), ann.csrf);
  EXPECT_EQ(send_by(ann, "DELETE", "/v1/session").status, 204);
  EXPECT_EQ(send_by(ann, "GET", "/v1/session").status, 401);
}

TEST_F(SessionServer, ASecondLoginOfABrowserEndsTheFirst) {
  const auto first = browser_of("ann", "a");
  browser_of("ann", "a", {"Cookie: " + first.cookie});
  EXPECT_EQ(send_by(first, "GET", "/v1/session").status, 401);
}

// It says who a person is; who reports is a container.
TEST_F(SessionServer, ACookieIsNoCheckIn) {
  const auto admin = browser_of("admin", "pass:word");
  for (auto kind : {surface::api, surface::check_in}) {
    const auto on = listen(kind);
    EXPECT_EQ(
        ask_openly(*on, "POST", "/v1/check-in", "active=1",
                   {"Cookie: " + admin.cookie, "X-CSRF-Token: " + admin.csrf})
            .status,
        404);
  }
  expect_told({});
}

// The listener that containers reach has neither the page nor a login.
TEST_F(SessionServer, ContainersReachNeitherThePageNorALogin) {
  const auto inside = listen(surface::check_in);
  for (auto path : {"/", "/v1/session"})
    EXPECT_EQ(ask_openly(*inside, "GET", path).status, 404) << path;
  EXPECT_EQ(
      ask_openly(*inside, "POST", "/v1/session", "username=ann&password=a")
          .status,
      404);
}

TEST_F(SessionServer, APasswordOrATokenTellsWhoItIsToo) {
  const auto shown = ask_as("ann:a", "GET", "/v1/session");
  EXPECT_EQ(shown.field("user"), "ann");
  EXPECT_EQ(shown.field("csrf"), "null");
  EXPECT_EQ(ask_as("ann:a", "DELETE", "/v1/session").status, 204);
}

TEST_F(SessionServer, AnAuthorizationHeaderCountsBeforeACookie) {
  const auto ann = browser_of("ann", "a");
  const auto shown =
      ask_as("bob:b", "GET", "/v1/session", "", {"Cookie: " + ann.cookie});
  EXPECT_EQ(shown.field("user"), "bob");
}

TEST_F(SessionServer, WhyAPartIsIllIsToldInASessionToThoseWhoOversee) {
  signs->ill(vital::store, "at /secret/path");
  EXPECT_THAT(send_by(browser_of("eve", "e"), "GET", "/readyz").body,
              HasSubstr("/secret/path"));
  for (const auto& who :
       {browser_of("ann", "a"), browser{"spin_session=x", ""}})
    EXPECT_THAT(send_by(who, "GET", "/readyz").body, Not(HasSubstr("secret")));
}

TEST_F(SessionServer, BehindAProxyThatSpeaksTlsTheCookieIsSecure) {
  EXPECT_THAT(
      log_in("ann", "a", {"X-Forwarded-Proto: https"}).headers.at("set-cookie"),
      Not(HasSubstr("Secure")));
  server_config config;
  config.users = {{"ann", role::user, hash_of("a"), true, 1}};
  config.trusted_proxies = {"127.0.0.1"};
  api = listen(surface::api, config);
  const auto answer = log_in("ann", "a", {"X-Forwarded-Proto: https"});
  EXPECT_THAT(answer.headers.at("set-cookie"),
              testing::StartsWith("__Host-spin_session="));
  EXPECT_THAT(answer.headers.at("set-cookie"), HasSubstr("; Secure"));
  const browser ann{cookie_in(answer), answer.field("csrf")};
  EXPECT_EQ(send_by(ann, "GET", "/v1/session", "", {"X-Forwarded-Proto: https"})
                .status,
            200);
  // In the clear it is not even looked at.
  EXPECT_EQ(send_by(ann, "GET", "/v1/session").status, 401);
}

TEST_F(SessionServer, ALoginThatMakesNoSenseIsToldSo) {
  for (const auto* body :
       {"", "username=ann", "password=a", "username=&password=a",
        "username=ann&password=a&x=y"})
    EXPECT_EQ(ask_openly(*api, "POST", "/v1/session", body).status, 400)
        << body;
}

TEST_F(SessionServer, ThePageIsOpenToAllAndHoldsNoData) {
  const auto page = ask_openly(*api, "GET", "/");
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.headers.at("content-type"), HasSubstr("text/html"));
  EXPECT_THAT(page.headers.at("content-security-policy"),
              HasSubstr("default-src 'none'"));
  EXPECT_THAT(page.body, Not(HasSubstr(std::string(12, 'a'))));
  EXPECT_EQ(ask_openly(*api, "POST", "/").status, 405);
}
