// Answers without an end, piece by piece.

#include <atomic>
#include <mutex>
#include <optional>

#include <gmock/gmock.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include "docker/http_client.hpp"
#include "tests/docker/await.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/fake_http.hpp"

namespace spin::docker {

namespace {

using namespace std::chrono_literals;
using test::answer;
using test::answer_to;
using test::eventually;
using test::fake_answer;
using test::fake_http;
using test::fake_request;
using testing::HasSubstr;

http_client_config config_for(const fake_http& server) {
  http_client_config config;
  config.peer = parse_endpoint(server.address()).value();
  return config;
}

http_request get(std::chrono::milliseconds limit = 20s) {
  http_request ask;
  ask.target = "/events";
  ask.limit = limit;
  return ask;
}

/// What came of a stream, noted as it comes.
class flow {
public:
  http_sink sink() {
    return {[this] {
              std::lock_guard guard(mutex_);
              EXPECT_EQ(opened_++, 0);
            },
            [this](std::string_view piece) -> outcome<done> {
              std::lock_guard guard(mutex_);
              EXPECT_EQ(opened_, 1) << "a body before its head";
              body_ += piece;
              if (body_.find(poison) != body_.npos)
                return fail(errc::malformed, "poison");
              return done{};
            }};
  }

  bool opened() const {
    std::lock_guard guard(mutex_);
    return opened_ == 1;
  }

  std::string body() const {
    std::lock_guard guard(mutex_);
    return body_;
  }

  static constexpr const char* poison = "#";
  answer_to<http_answer> end;

private:
  mutable std::mutex mutex_;
  int opened_ = 0;
  std::string body_;
};

/// Returns an answer that ends when the connection does.
std::string unbounded(const std::string& body,
                      const std::string& status = "200 OK") {
  return "HTTP/1.1 " + status + "\r\nContent-Type: application/json\r\n\r\n"
         + body;
}

/// Returns an answer in chunks of `size` bytes, as the engine sends events.
std::string chunked(const std::string& body, std::size_t size) {
  std::string result = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (std::size_t at = 0; at < body.size(); at += size) {
    const auto part = body.substr(at, size);
    char length[16];
    std::snprintf(length, sizeof length, "%zx\r\n", part.size());
    result += length + part + "\r\n";
  }
  return result;
}

/// Makes one stream of one answer and waits for its end.
outcome<http_answer> stream_once(const fake_answer& what, flow& into,
                                 std::chrono::milliseconds limit = 20s) {
  fake_http server([what](const fake_request&) { return what; });
  http_client client(config_for(server));
  client.stream(get(limit), into.sink(), into.end.callback());
  return into.end.get();
}

} // namespace

TEST(HttpStream, ABodyArrivesWholeHoweverItIsCut) {
  const std::string body = "one\ntwo\r\n\r\nthree";
  for (std::size_t size = 1; size <= body.size(); ++size) {
    flow into;
    const auto end =
        stream_once({chunked(body, size) + "0\r\n\r\n", true}, into);
    EXPECT_EQ(into.body(), body) << size;
    ASSERT_FALSE(end);
    EXPECT_EQ(end.error().code, errc::engine_down) << end.error().what;
  }
  for (const auto pace : {0ms, 1ms}) { // the latter byte by byte
    flow into;
    EXPECT_FALSE(stream_once({unbounded(body), true, pace}, into));
    EXPECT_EQ(into.body(), body);
  }
}

TEST(HttpStream, ItIsOpenBeforeAnyByteOfItsBody) {
  fake_http server(
      [](const fake_request&) { return fake_answer{chunked("", 1)}; });
  flow into;
  http_client client(config_for(server));
  client.stream(get(), into.sink(), into.end.callback());
  EXPECT_TRUE(eventually([&] { return into.opened(); }));
  EXPECT_EQ(into.body(), "");
}

TEST(HttpStream, AnInterimHeadDoesNotOpenIt) {
  flow into;
  const auto end = stream_once(
      {"HTTP/1.1 100 Continue\r\n\r\n" + answer(503, "busy").bytes}, into);
  ASSERT_TRUE(end) << end.error().what;
  EXPECT_EQ(end->status, 503);
  EXPECT_FALSE(into.opened());
}

TEST(HttpStream, ItsLimitEndsWithItsHead) {
  flow into;
  // A byte each 2 ms: far longer than the limit, with the head well within it.
  const auto bytes = unbounded(std::string(600, 'x'));
  EXPECT_EQ(stream_once({bytes, true, 2ms}, into, 700ms).error().code,
            errc::engine_down);
  EXPECT_EQ(into.body(), std::string(600, 'x'));
}

TEST(HttpStream, AHeadThatDoesNotComeInTimeIsTimedOut) {
  for (const auto& what :
       {test::hang(), fake_answer{"HTTP/1.1 200 OK\r\nContent-"}}) {
    flow into;
    EXPECT_EQ(stream_once(what, into, 200ms).error().code, errc::timed_out);
    EXPECT_FALSE(into.opened());
  }
}

TEST(HttpStream, ARefusalIsGatheredAsUsual) {
  for (const int status : {301, 400, 404, 500}) {
    flow into;
    const auto end = stream_once(answer(status, "why not"), into);
    ASSERT_TRUE(end) << end.error().what;
    EXPECT_EQ(end->status, status);
    EXPECT_EQ(end->body, "why not");
    EXPECT_FALSE(into.opened());
    EXPECT_EQ(into.body(), "");
  }
}

TEST(HttpStream, ItHasNoLimitInSize) {
  const std::string body(300'000, 'x');
  fake_http server([&](const fake_request&) {
    return fake_answer{unbounded(body), true};
  });
  auto config = config_for(server);
  config.answer_limit = 1000;
  flow into;
  http_client client(std::move(config));
  client.stream(get(), into.sink(), into.end.callback());
  EXPECT_EQ(into.end.get().error().code, errc::engine_down);
  EXPECT_EQ(into.body().size(), body.size());
}

TEST(HttpStream, ABrokenOneIsDown) {
  const auto bytes = chunked("abc", 3);
  flow into;
  const auto end = stream_once({bytes.substr(0, bytes.size() - 2), true}, into);
  ASSERT_FALSE(end);
  EXPECT_EQ(end.error().code, errc::engine_down) << end.error().what;
  EXPECT_EQ(into.body(), "abc");
}

TEST(HttpStream, ItsTakerMayEndIt) {
  fake_http server([](const fake_request&) {
    return fake_answer{unbounded(std::string("ab") + flow::poison)};
  });
  flow into;
  http_client client(config_for(server));
  client.stream(get(), into.sink(), into.end.callback());
  EXPECT_EQ(into.end.get().error(), (failure{errc::malformed, "poison"}));
  EXPECT_TRUE(eventually([&] { return server.open() == 0; }));
}

TEST(HttpStream, ItHasAConnectionOfItsOwnAndNobodyInheritsIt) {
  fake_http server([](const fake_request& r) {
    return r.target == "/events"
               ? fake_answer{chunked("x", 1) + "0\r\n\r\n", false}
               : answer(200, "x");
  });
  http_client client(config_for(server));
  auto plain = get();
  plain.target = "/";
  const auto fetch = [&] {
    return test::await<http_answer>(
        [&](auto then) { client.send(plain, then); });
  };
  EXPECT_TRUE(fetch()); // leaves a connection that could be used again
  flow into;
  client.stream(get(), into.sink(), into.end.callback());
  EXPECT_FALSE(into.end.get());
  EXPECT_EQ(server.connections(), 2);
  EXPECT_TRUE(eventually([&] { return server.open() == 1; }));
  EXPECT_TRUE(fetch());
  EXPECT_EQ(server.connections(), 2) << "the first is still in use";
}

TEST(HttpStream, OpenOnesHoldUpNobodyAndTheirTakersMaySend) {
  fake_http server([](const fake_request& r) {
    return r.target == "/events" ? fake_answer{unbounded("x")}
                                 : answer(200, "here");
  });
  http_client client(config_for(server));
  std::vector<answer_to<http_answer>> inner(20);
  std::vector<answer_to<http_answer>> ends(inner.size());
  for (std::size_t i = 0; i < inner.size(); ++i) {
    auto ask = [&client, f = inner[i].callback()] {
      http_request plain;
      plain.target = "/";
      plain.limit = 20s;
      client.send(plain, f);
    };
    client.stream(get(), {ask, [](auto) { return outcome<done>{}; }},
                  ends[i].callback());
  }
  for (auto& one : inner)
    EXPECT_EQ(one.get().value().body, "here");
}

TEST(HttpStream, TheClientsEndEndsItOnce) {
  flow open;
  flow waiting;
  {
    std::atomic<int> asked = 0;
    fake_http server([&](const fake_request&) {
      return asked++ == 0 ? fake_answer{unbounded("x")} : test::hang();
    });
    http_client client(config_for(server));
    client.stream(get(), open.sink(), open.end.callback());
    EXPECT_TRUE(eventually([&] { return open.body() == "x"; }));
    client.stream(get(), waiting.sink(), waiting.end.callback());
  }
  const failure closing{errc::engine_down, "the client is closing"};
  EXPECT_EQ(open.end.get().error(), closing);
  EXPECT_EQ(waiting.end.get().error(), closing);
  EXPECT_FALSE(waiting.opened());
}

TEST(HttpStream, ASilentTcpPeerIsProbed) {
  fake_http server(
      [](const fake_request&) { return fake_answer{unbounded("")}; },
      fake_http::place::loopback);
  auto config = config_for(server);
  config.probe_interval = 7s;
  const auto port =
      std::stoi(server.address().substr(server.address().rfind(':') + 1));
  flow into;
  http_client client(std::move(config));
  client.stream(get(), into.sink(), into.end.callback());
  ASSERT_TRUE(eventually([&] { return into.opened(); }));
  int found = 0;
  for (int fd = 0; fd < 1024; ++fd) { // both ends are in this process
    sockaddr_in peer{};
    socklen_t size = sizeof peer;
    if (::getpeername(fd, reinterpret_cast<sockaddr*>(&peer), &size) != 0
        || peer.sin_family != AF_INET || ntohs(peer.sin_port) != port)
      continue;
    ++found;
    for (const int option : {TCP_KEEPIDLE, TCP_KEEPINTVL}) {
      int value = 0;
      socklen_t length = sizeof value;
      ::getsockopt(fd, IPPROTO_TCP, option, &value, &length);
      EXPECT_EQ(value, 7);
    }
    int on = 0;
    socklen_t length = sizeof on;
    ::getsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, &length);
    EXPECT_EQ(on, 1);
  }
  EXPECT_EQ(found, 1);
}

} // namespace spin::docker
