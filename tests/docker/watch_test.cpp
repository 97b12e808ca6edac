// The event stream of an engine that is scripted: what a listener is told.

#include <atomic>

#include <gmock/gmock.h>

#include "docker/engine.hpp"
#include "tests/docker/await.hpp"
#include "tests/docker/event_log.hpp"
#include "tests/docker/recorded.hpp"
#include "tests/support/fake_http.hpp"

namespace spin::docker {

namespace {

using namespace std::chrono_literals;
using test::answer;
using test::event_log;
using test::eventually;
using test::fake_answer;
using test::fake_http;
using test::fake_request;
using testing::HasSubstr;
using testing::StartsWith;

const std::string event_head = "HTTP/1.1 200 OK\r\n\r\n";

fake_answer version_answer(const std::string& api) {
  return answer(200, test::recorded(api, "version.json"));
}

/// An engine whose event stream is `stream`.
fake_http::script engine_with(const std::string& api, fake_answer stream) {
  return [api, stream](const fake_request& r) {
    return r.target == "/version" ? version_answer(api) : stream;
  };
}

std::unique_ptr<engine> watching_client(const fake_http& server) {
  return connect({server.address()}).value();
}

} // namespace

TEST(Watch, TellsALifeFromItsOpeningToItsEnd) {
  for (const auto& api : {std::string("1.41"), std::string("1.51")}) {
    fake_http server(
        engine_with(api, {event_head + test::recorded(api, "events.jsonl"), true}));
    auto e = watching_client(server);
    event_log log;
    e->watch(label::id, 12'000'000'034, log.listener());
    EXPECT_EQ(log.end().code, errc::engine_down);
    EXPECT_TRUE(log.opened());
    EXPECT_EQ(log.events().size(), 11u);
    EXPECT_THAT(server.seen().back(),
                StartsWith("GET /v" + api + "/events?filters=%7B"));
    EXPECT_THAT(server.seen().back(), HasSubstr("&since=12.000000034"));
  }
}

TEST(Watch, OpensWhileNothingHappens) {
  fake_http server(engine_with("1.41", {event_head}));
  event_log log;
  {
    auto e = watching_client(server);
    e->watch(label::id, 0, log.listener());
    EXPECT_TRUE(log.opens());
    EXPECT_FALSE(log.ended());
  }
  EXPECT_EQ(log.ended(), (failure{errc::engine_down, "the client is closing"}));
}

TEST(Watch, AnotherThingThanAnEventEndsItAsMalformed) {
  const auto text = test::recorded("1.41", "events.jsonl");
  for (const auto& wrong :
       {std::string("<html>\n"), std::string((1 << 20) + 1, ' ')}) {
    fake_http server(engine_with("1.41", {event_head + text + wrong}));
    auto e = watching_client(server);
    event_log log;
    e->watch(label::id, 0, log.listener());
    EXPECT_EQ(log.end().code, errc::malformed) << log.end().what;
    EXPECT_EQ(log.events().size(), 11u);
    EXPECT_TRUE(eventually([&] { return server.open() <= 1; }));
  }
}

TEST(Watch, ARefusalEndsItUnopenedWithWhatTheEngineSaid) {
  fake_http server(
      engine_with("1.41", answer(500, R"({"message":"not today"})")));
  auto e = watching_client(server);
  event_log log;
  e->watch(label::id, 0, log.listener());
  EXPECT_EQ(log.end(), (failure{errc::engine_refused, "not today"}));
  EXPECT_FALSE(log.opened());
}

TEST(Watch, AnEngineThatCannotBeAskedForItsVersionEndsItUnopened) {
  const std::vector<std::pair<fake_answer, errc>> cases{
      {test::hang_up(), errc::engine_down},
      {test::hang(), errc::timed_out},
      {answer(200, "<html>", "text/html"), errc::malformed},
      {answer(200, R"({"Version":"19.03","ApiVersion":"1.40",)"
                   R"("MinAPIVersion":"1.12"})"),
       errc::engine_refused}};
  for (const auto& [what, code] : cases) {
    fake_http server([what = what](const fake_request&) { return what; });
    auto e = watching_client(server);
    event_log log;
    e->watch(label::id, 0, log.listener());
    EXPECT_EQ(log.end().code, code) << log.end().what;
    EXPECT_FALSE(log.opened());
  }
}

TEST(Watch, AnEngineReplacedByAnotherVersionIsAskedAgain) {
  std::atomic<bool> downgraded = false;
  fake_http server([&](const fake_request& r) {
    if (r.target == "/version")
      return version_answer(downgraded ? "1.41" : "1.51");
    if (downgraded && r.target.starts_with("/v1.51/"))
      return answer(400, test::recorded("1.41", "error_too_new.json"));
    return fake_answer{event_head};
  });
  auto e = watching_client(server);
  EXPECT_TRUE(test::await<engine_version>([&](auto f) { e->version(f); }));
  downgraded = true;
  event_log log;
  e->watch(label::id, 0, log.listener());
  EXPECT_TRUE(log.opens());
  EXPECT_THAT(server.seen().back(), StartsWith("GET /v1.41/events?"));
}

TEST(Watch, AfterAnEndTheVersionIsAskedAgain) {
  fake_http server(engine_with("1.41", {event_head, true}));
  auto e = watching_client(server);
  for (int i = 0; i < 2; ++i) {
    event_log log;
    e->watch(label::id, 0, log.listener());
    EXPECT_EQ(log.end().code, errc::engine_down);
  }
  EXPECT_EQ(server.seen()[2], "GET /version");
}

TEST(Watch, AListenerMayCallTheEngine) {
  fake_http server([](const fake_request& r) {
    if (r.target == "/version")
      return version_answer("1.41");
    return r.target.find("/events?") != r.target.npos
               ? fake_answer{event_head + test::recorded("1.41", "events.jsonl"),
                             true}
               : answer(200, "[]");
  });
  auto e = watching_client(server);
  std::atomic<int> listed = 0;
  const auto list = [&] {
    e->list(label::id, [&](const auto& got) { listed += got ? 1 : 0; });
  };
  e->watch(label::id, 0,
           {list, [&](const engine_event&) { list(); },
            [&](const failure&) { list(); }});
  EXPECT_TRUE(eventually([&] { return listed == 13; }));
}

} // namespace spin::docker
