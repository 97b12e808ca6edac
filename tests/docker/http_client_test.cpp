#include "docker/http_client.hpp"

#include <atomic>
#include <cstdlib>
#include <vector>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "tests/docker/await.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/fake_http.hpp"

namespace spin::docker {

namespace {

using namespace std::chrono_literals;
using test::answer;
using test::answer_to;
using test::fake_http;
using test::fake_request;
using testing::HasSubstr;

http_client_config config_for(const std::string& address) {
  http_client_config config;
  config.peer = parse_endpoint(address).value();
  return config;
}

http_request get(const std::string& target,
                 std::chrono::milliseconds limit = 20s) {
  http_request ask;
  ask.target = target;
  ask.limit = limit;
  return ask;
}

outcome<http_answer> fetch(http_client& client, const http_request& ask) {
  return test::await<http_answer>(
      [&](auto then) { client.send(ask, std::move(then)); });
}

/// Returns what a client makes of one answer of the server.
outcome<http_answer> fetch_once(const test::fake_answer& what,
                                std::chrono::milliseconds limit = 20s) {
  fake_http server([what](const fake_request&) { return what; });
  http_client client(config_for(server.address()));
  return fetch(client, get("/", limit));
}

/// A Unix socket that listens but whose queue of connections is full, as that
/// of an engine that hangs.
class clogged_socket {
public:
  clogged_socket() {
    sockaddr_un name{};
    name.sun_family = AF_UNIX;
    path().copy(name.sun_path, sizeof name.sun_path - 1);
    const auto* raw = reinterpret_cast<const sockaddr*>(&name);
    fds_.push_back(::socket(AF_UNIX, SOCK_STREAM, 0));
    EXPECT_EQ(::bind(fds_[0], raw, sizeof name), 0);
    EXPECT_EQ(::listen(fds_[0], 0), 0);
    do
      fds_.push_back(::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0));
    while (::connect(fds_.back(), raw, sizeof name) == 0);
  }

  ~clogged_socket() {
    for (const int fd : fds_)
      ::close(fd);
  }

  std::string path() const { return folder_.path() / "clogged.sock"; }

private:
  test::temporary_folder folder_;
  std::vector<int> fds_;
};

} // namespace

TEST(HttpClient, AnyStatusIsAnAnswer) {
  for (const int status : {200, 204, 304, 301, 404, 500}) {
    const auto got = fetch_once(
        answer(status, status == 304 || status == 204 ? "" : "{\"a\":1}"));
    ASSERT_TRUE(got) << status << got.error().what;
    EXPECT_EQ(got->status, status);
  }
}

TEST(HttpClient, SendsMethodTargetAndBodyAsTheyAre) {
  fake_http server([](const fake_request& r) { return answer(200, r.body); });
  http_client client(config_for(server.address()));
  auto ask = get("/a/../b%2F?x=%22");
  ask.method = "POST";
  ask.body = std::string(100'000, 'x'); // more than one segment
  EXPECT_EQ(fetch(client, ask)->body, ask.body);
  ask.method = "DELETE";
  ask.body.clear();
  EXPECT_EQ(fetch(client, ask)->body, "");
  EXPECT_THAT(server.seen(), testing::ElementsAre("POST /a/../b%2F?x=%22",
                                                  "DELETE /a/../b%2F?x=%22"));
}

TEST(HttpClient, KeepsItsConnection) {
  fake_http server([](const fake_request&) { return answer(200, "x"); });
  http_client client(config_for(server.address()));
  for (int i = 0; i < 100; ++i)
    ASSERT_TRUE(fetch(client, get("/")));
  EXPECT_EQ(server.connections(), 1);
}

TEST(HttpClient, SpeaksTcpAndIgnoresProxiesOfTheEnvironment) {
  fake_http server([](const fake_request&) { return answer(200, "x"); },
                   fake_http::place::loopback);
  ::setenv("http_proxy", "http://127.0.0.1:1", 1);
  http_client client(config_for(server.address()));
  const auto got = fetch(client, get("/"));
  ::unsetenv("http_proxy");
  EXPECT_TRUE(got) << got.error().what;
}

TEST(HttpClient, AConnectionThatDiedIsReplacedUnseen) {
  // As an engine that was restarted: the second request on any connection
  // meets its end.
  fake_http server([](const fake_request& r) {
    return r.nth == 0 ? answer(200, "x") : test::hang_up();
  });
  http_client client(config_for(server.address()));
  for (int i = 0; i < 5; ++i) {
    const auto got = fetch(client, get("/"));
    ASSERT_TRUE(got) << got.error().what;
  }
  EXPECT_EQ(server.connections(), 5);
}

TEST(HttpClient, WhatMustNotBeRepeatedGoesOutOnceOnAFreshConnection) {
  std::atomic<int> posts = 0;
  fake_http server([&](const fake_request& r) {
    if (r.method != "POST")
      return answer(200, "x");
    ++posts;
    return test::hang_up();
  });
  http_client client(config_for(server.address()));
  ASSERT_TRUE(fetch(client, get("/")));
  auto ask = get("/create");
  ask.method = "POST";
  ask.repeatable = false;
  EXPECT_EQ(fetch(client, ask).error().code, errc::engine_down);
  EXPECT_EQ(posts, 1);
  EXPECT_EQ(server.connections(), 2);
}

TEST(HttpClient, AnUnreachablePeerIsDownAndNamed) {
  test::temporary_folder folder;
  const auto path = (folder.path() / "none.sock").string();
  http_client client(config_for("unix://" + path));
  const auto got = fetch(client, get("/"));
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error(),
            (failure{errc::engine_down,
                     "unix://" + path + ": No such file or directory"}));
}

TEST(HttpClient, AFullQueueOfConnectionsIsDownSoon) {
  clogged_socket clogged;
  http_client client(config_for("unix://" + clogged.path()));
  const auto got = fetch(client, get("/", 60s));
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().code, errc::engine_down) << got.error().what;
}

TEST(HttpClient, ABrokenAnswerIsDown) {
  const auto cut = answer(200, "0123456789").bytes;
  for (const std::size_t n : {std::size_t{0}, cut.size() - 1}) {
    const auto got = fetch_once({cut.substr(0, n), true});
    ASSERT_FALSE(got) << n;
    EXPECT_EQ(got.error().code, errc::engine_down) << got.error().what;
  }
}

TEST(HttpClient, NoAnswerInTimeIsTimedOut) {
  const auto slow = answer(200, std::string(1000, 'x')).bytes;
  for (const auto& what :
       {test::hang(), test::fake_answer{slow, false, 20ms}}) {
    const auto got = fetch_once(what, 200ms);
    ASSERT_FALSE(got);
    EXPECT_EQ(got.error().code, errc::timed_out) << got.error().what;
  }
}

TEST(HttpClient, OtherThanHttpIsMalformed) {
  const auto got = fetch_once({"SSH-2.0-OpenSSH_9.2\r\n\r\n", true});
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().code, errc::malformed) << got.error().what;
}

TEST(HttpClient, TheAnswerHasALimitToTheByte) {
  fake_http server([](const fake_request&) {
    return answer(200, std::string(100'000, 'x'));
  });
  for (const int more : {0, -1}) {
    auto config = config_for(server.address());
    config.answer_limit = static_cast<std::size_t>(100'000 + more);
    http_client client(std::move(config));
    const auto got = fetch(client, get("/"));
    EXPECT_EQ(got.has_value(), more == 0);
    if (!got) {
      EXPECT_EQ(got.error().code, errc::malformed);
    }
  }
}

TEST(HttpClient, RedirectsAreNotFollowed) {
  const auto got = fetch_once(
      {"HTTP/1.1 301 Moved\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n"});
  EXPECT_EQ(got.value().status, 301);
}

TEST(HttpClient, OneThatHangsHoldsUpNobody) {
  fake_http server([](const fake_request& r) {
    return r.target == "/hang" ? test::hang() : answer(200, "x");
  });
  std::vector<answer_to<http_answer>> hanging(50);
  http_client client(config_for(server.address()));
  for (auto& one : hanging)
    client.send(get("/hang", 60s), one.callback());
  for (int i = 0; i < 20; ++i)
    EXPECT_TRUE(fetch(client, get("/", 5s)));
}

TEST(HttpClient, AHundredAtOnceAreAllAnsweredAndFewConnectionsStay) {
  fake_http server([](const fake_request& r) { return answer(200, r.target); });
  http_client client(config_for(server.address()));
  std::vector<answer_to<http_answer>> all(100);
  for (std::size_t i = 0; i < all.size(); ++i)
    client.send(get("/" + std::to_string(i)), all[i].callback());
  for (std::size_t i = 0; i < all.size(); ++i)
    EXPECT_EQ(all[i].get()->body, "/" + std::to_string(i));
  EXPECT_TRUE(test::eventually([&] { return server.open() <= 16; }));
  const auto before = server.connections();
  for (int i = 0; i < 20; ++i)
    EXPECT_TRUE(fetch(client, get("/")));
  EXPECT_EQ(server.connections(), before);
}

TEST(HttpClient, AReplyMaySendAgain) {
  fake_http server([](const fake_request& r) { return answer(200, r.target); });
  http_client client(config_for(server.address()));
  answer_to<http_answer> last;
  std::function<void(int)> go = [&](int n) {
    if (n == 50)
      return client.send(get("/last"), last.callback());
    client.send(get("/"), [&go, n](const auto&) { go(n + 1); });
  };
  go(0);
  EXPECT_EQ(last.get()->body, "/last");
}

TEST(HttpClient, ItsEndAnswersEverythingOnce) {
  fake_http server([](const fake_request&) { return test::hang(); });
  std::vector<answer_to<http_answer>> all(100);
  answer_to<http_answer> late;
  {
    http_client client(config_for(server.address()));
    client.send(get("/", 60s), [&](const auto&) {
      client.send(get("/late"), late.callback());
    });
    for (auto& one : all)
      client.send(get("/", 60s), one.callback());
  }
  const failure closing{errc::engine_down, "the client is closing"};
  for (auto& one : all)
    EXPECT_EQ(one.get().error(), closing);
  EXPECT_EQ(late.get().error(), closing);
}

} // namespace spin::docker
