// The id and the line of each request.
#include <algorithm>
#include <set>
#include <sstream>

#include "access_server.hpp"
#include "config/logging.hpp"
#include "http/access_log.hpp"
#include "raw_client.hpp"
#include "server_test.hpp"
#include "store/cause.hpp"
#include "store/hex.hpp"

using namespace spin;
using namespace spin::http;
using namespace spin::http::test;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

namespace {

class AccessLog : public ServerTest {
protected:
  ~AccessLog() override {
    log::init(config::log_level::info, config::log_format::text);
  }

  /// Serves with such a log from now on.
  void log_as(config::access_log which, std::vector<std::string> proxies = {}) {
    server_config config;
    config.access_log = which;
    config.trusted_proxies = std::move(proxies);
    api = listen(surface::api, config);
  }

  /// Returns the lines of requests that `f` leaves in the log.
  template <class F>
  std::vector<std::string> lines_of(F f) {
    testing::internal::CaptureStderr();
    f();
    std::istringstream in{testing::internal::GetCapturedStderr()};
    std::vector<std::string> result;
    for (std::string one; std::getline(in, one);)
      if (one.find(" request user=") != std::string::npos
          || one.find(R"("msg":"request")") != std::string::npos)
        result.push_back(one);
    return result;
  }
};

} // namespace

TEST_F(AccessLog, EveryAnswerNamesItsRequest) {
  std::set<std::string> ids;
  const auto note = [&ids](const spin::test::response& answer) {
    ASSERT_TRUE(answer.headers.contains("x-request-id")) << answer.status;
    EXPECT_TRUE(is_hex(answer.headers.at("x-request-id"), 15));
    ids.insert(answer.headers.at("x-request-id"));
  };
  note(ask("GET", "/v1/images"));
  note(ask("HEAD", "/v1/containers"));
  note(ask("GET", "/v1/nothing"));
  note(ask("PUT", "/v1/containers"));
  note(ask_openly(*api, "GET", "/v1/containers"));
  note(ask("POST", "/v1/containers", "nothing=1"));
  note(ask("DELETE", path_of('a')));
  EXPECT_EQ(ids.size(), 7u);
  raw_client broken{api->address()};
  broken.send("NONSENSE\r\n\r\n");
  const auto answer = broken.answer();
  ASSERT_TRUE(answer);
  EXPECT_THAT(*answer, HasSubstr("X-Request-Id: "));
}

TEST_F(AccessLog, TheIdGoesWithTheWish) {
  server_config config;
  config.trusted_proxies = {"127.0.0.1"};
  api = listen(surface::api, config);
  const auto answer =
      ask("PATCH", path_of('a'), "status=stopped", {"X-Request-Id: front-1"});
  EXPECT_EQ(answer.headers.at("x-request-id"), "front-1");
  ask("POST", "/v1/containers", "image=a/b", {"X-Request-Id: front-2"});
  ask("DELETE", path_of('b'), "", {"X-Request-Id: front-3"});
  ask("GET", "/v1/images", "", {"X-Request-Id: front-4"});
  raw_client reader{api->address()}; // no log ends here
  reader.send("GET " + path_of('a') + "/logs HTTP/1.1\r\nHost: x\r\n"
              "Authorization: Basic YWRtaW46cGFzczp3b3Jk\r\n"
              "X-Request-Id: front-5\r\n\r\n");
  ask("GET", path_of('a') + "/stats", "", {"X-Request-Id: front-6"});
  ask("GET", "/v1/containers?audit=true", "", {"X-Request-Id: front-7"});
  const auto made = ask("POST", "/v1/tokens", "name=x", {"X-Request-Id: front-8"});
  ask("DELETE", "/v1/tokens/" + made.field("id"), "", {"X-Request-Id: front-9"});
  const auto told = [&](const std::string& id) {
    const std::lock_guard hold{around->mutex};
    return std::ranges::find(around->causes, id) != around->causes.end();
  };
  for (int i = 1; i <= 9; ++i)
    EXPECT_TRUE(eventually([&] { return told("front-" + std::to_string(i)); }))
        << i;
  const std::lock_guard hold{around->mutex};
  around->logs.clear(); // the log ends
}

TEST_F(AccessLog, ALineTellsWhoDidWhatAndWhatCameOfIt) {
  log_as(config::access_log::all);
  std::string id;
  std::size_t size = 0;
  const auto lines = lines_of([&] {
    const auto answer = ask("GET", path_of('a') + "?token=secret");
    id = answer.headers.at("x-request-id");
    size = answer.body.size();
    EXPECT_EQ(answer.status, 200);
  });
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_THAT(lines[0], HasSubstr(" bytes=" + std::to_string(size) + ' '));
  EXPECT_THAT(lines[0],
              AllOf(HasSubstr(" request user=admin address=127.0.0.1 "
                              "method=GET route=/v1/containers/:id path="
                              + path_of('a') + " status=200 bytes="),
                    HasSubstr(" micros="), HasSubstr(" request=" + id)));
  EXPECT_THAT(lines[0], Not(HasSubstr("secret")));
}

TEST_F(AccessLog, OnlyWhoIsLetInHasAName) {
  log_as(config::access_log::all);
  const auto lines = lines_of([&] {
    ask_openly(*api, "GET", "/v1/images");
    spin::test::send({.method = "GET",
                      .url = "http://" + api->address() + "/v1/images",
                      .auth = "admin:wrong"});
    ask_openly(*api, "GET", "/healthz");
  });
  ASSERT_EQ(lines.size(), 3u);
  for (const auto& one : lines)
    EXPECT_THAT(one, HasSubstr(" user=- "));
}

// Also one whose password takes other threads a while, and whose role then does
// not let him do it.
TEST_F(AccessLog, TheNameIsThatOfTheUserWhoAsks) {
  server_config config;
  config.access_log = config::access_log::all;
  config.users = {{"ann", role::user, hash_of("a"), true, 0},
                  {"eve", role::viewer, "e", false, 0}};
  api = listen(surface::api, config);
  const auto lines = lines_of([&] {
    ask_as("ann:a", "GET", path_of('f'));
    ask_as("eve:e", "DELETE", path_of('a'));
  });
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_THAT(lines[0], AllOf(HasSubstr(" user=ann "), HasSubstr(" status=404 ")));
  EXPECT_THAT(lines[1], AllOf(HasSubstr(" user=eve "), HasSubstr(" status=403 ")));
}

TEST_F(AccessLog, TheAddressIsTheClientsIfTheProxyIsTrusted) {
  const std::vector<std::string> header{"X-Forwarded-For: 203.0.113.9"};
  log_as(config::access_log::all, {"127.0.0.1"});
  auto lines = lines_of([&] { ask("GET", "/v1/images", "", header); });
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_THAT(lines[0], HasSubstr(" address=203.0.113.9 "));
  log_as(config::access_log::all);
  lines = lines_of([&] { ask("GET", "/v1/images", "", header); });
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_THAT(lines[0], HasSubstr(" address=127.0.0.1 "));
}

TEST_F(AccessLog, ErrorsOnlyAndOffAreThat) {
  log_as(config::access_log::errors);
  auto lines = lines_of([&] {
    ask("GET", "/v1/images");
    ask("GET", "/v1/nothing");
  });
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_THAT(lines[0], HasSubstr(" route=none path=/v1/nothing status=404 "));
  log_as(config::access_log::off);
  lines = lines_of([&] { ask("GET", "/v1/nothing"); });
  EXPECT_TRUE(lines.empty());
}

TEST_F(AccessLog, DoesNotDependOnTheLevelOfTheLog) {
  log::init(config::log_level::error, config::log_format::json);
  log_as(config::access_log::all);
  const auto lines = lines_of([&] { ask("GET", "/v1/images"); });
  ASSERT_EQ(lines.size(), 1u);
  rapidjson::Document line;
  line.Parse(lines[0].c_str());
  ASSERT_TRUE(line.IsObject());
  EXPECT_EQ(line["status"].GetInt(), 200);
  EXPECT_STREQ(line["user"].GetString(), "admin");
}

TEST_F(AccessLog, WhatCannotBeReadHasALineToo) {
  log_as(config::access_log::errors);
  const auto lines = lines_of([&] {
    raw_client broken{api->address()};
    broken.send("GET /\x01 HTTP/1.1\r\n\r\n");
    EXPECT_EQ(status_in(broken.answer()), "400");
  });
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_THAT(lines[0], HasSubstr(" method=- route=none path=- status=400 "));
}

// Nobody can write a line, or a field, of his own into the log.
TEST_F(AccessLog, NothingThatAClientSendsIsMoreThanAValue) {
  log_as(config::access_log::all);
  const auto lines = lines_of([&] {
    raw_client sly{api->address()};
    sly.send("GET /v1/x\"%0astatus=200\xc2\x85request=1\xff HTTP/1.1\r\n"
             "Host: x\r\nX-Request-Id: a b=c\r\nX-Forwarded-For: 1\\\"\r\n"
             "\r\n");
    sly.answer();
  });
  ASSERT_EQ(lines.size(), 1u);
  const auto& line = lines[0];
  const auto path = line.find(" path=");
  const auto status = line.find(" status=4");
  ASSERT_NE(path, std::string::npos);
  ASSERT_NE(status, std::string::npos) << line;
  const auto value = line.substr(path + 6, status - path - 6);
  if (value != "-") { // it was read at all
    EXPECT_TRUE(value.starts_with('"') && value.ends_with('"')) << line;
    EXPECT_THAT(value, HasSubstr("\\\""));
  }
  EXPECT_THAT(line, Not(HasSubstr("b=c")));
}

TEST_F(AccessLog, ALongPathIsCut) {
  log_as(config::access_log::all);
  const auto lines =
      lines_of([&] { ask("GET", "/" + std::string(4000, 'x')); });
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_LT(lines[0].size(), max_logged_path + 250);
}
