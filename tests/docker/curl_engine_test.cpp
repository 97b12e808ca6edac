#include <algorithm>
#include <atomic>
#include <vector>

#include <gmock/gmock.h>

#include "docker/engine.hpp"
#include "tests/docker/await.hpp"
#include "tests/docker/recorded.hpp"
#include "tests/support/fake_http.hpp"

namespace spin::docker {

namespace {

using namespace std::chrono_literals;
using test::answer;
using test::await;
using test::fake_answer;
using test::fake_http;
using test::fake_request;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

using containers = std::vector<container_summary>;

/// Returns the answer to `GET /version` of an engine that speaks up to `api`.
fake_answer version_of(const std::string& api) {
  return answer(200, test::recorded(api, "version.json"));
}

/// Answers for the version, and for everything else with `rest`.
fake_http::script engine_of(const std::string& api, fake_http::script rest) {
  return [api, rest = std::move(rest)](const fake_request& r) {
    return r.target == "/version" ? version_of(api) : rest(r);
  };
}

fake_answer empty_list(const fake_request&) {
  return answer(200, "[]");
}

std::unique_ptr<engine> client_of(const fake_http& server) {
  return connect({server.address()}).value();
}

outcome<containers> list(engine& e) {
  return await<containers>(
      [&](auto then) { e.list(label::id, std::move(then)); });
}

outcome<done> start(engine& e, const std::string& name = "x") {
  return await<done>([&](auto then) { e.start(name, std::move(then)); });
}

outcome<engine_version> version(engine& e) {
  return await<engine_version>([&](auto then) { e.version(std::move(then)); });
}

outcome<std::string> create(engine& e) {
  container_spec what;
  what.name = "x";
  return await<std::string>([&](auto then) { e.create(what, then); });
}

} // namespace

TEST(CurlEngine, ABadAddressIsRefusedAtOnce) {
  EXPECT_EQ(connect({"docker.sock"}).error().code, errc::bad_request);
}

TEST(CurlEngine, TheVersionIsAskedOnceAndPinned) {
  fake_http server(engine_of("1.41", empty_list));
  auto e = client_of(server);
  std::vector<test::answer_to<containers>> all(50);
  for (auto& one : all)
    e->list(label::id, one.callback());
  for (auto& one : all)
    EXPECT_TRUE(one.get());
  const auto seen = server.seen();
  ASSERT_EQ(seen.size(), all.size() + 1);
  EXPECT_EQ(seen.front(), "GET /version");
  EXPECT_THAT(std::vector(seen.begin() + 1, seen.end()),
              Each(StartsWith("GET /v1.41/containers/json?")));
}

TEST(CurlEngine, NewerEnginesAreSpokenToInTheNewestTestedVersion) {
  for (const auto* api : {"1.51", "1.52"}) {
    fake_http server(engine_of(api, empty_list));
    auto e = client_of(server);
    EXPECT_EQ(version(*e)->api, "1.51");
    EXPECT_TRUE(list(*e));
    EXPECT_THAT(server.seen().back(), StartsWith("GET /v1.51/"));
  }
}

TEST(CurlEngine, AnEngineWithoutCommonVersionIsRefusedByEveryVerb) {
  fake_http server([](const fake_request&) {
    return answer(200, R"({"Version":"19.03","ApiVersion":"1.40",)"
                       R"("MinAPIVersion":"1.12"})");
  });
  auto e = client_of(server);
  for (const auto& got : {version(*e).error(), list(*e).error()}) {
    EXPECT_EQ(got.code, errc::engine_refused);
    EXPECT_THAT(got.what, HasSubstr("1.12 to 1.40"));
  }
  EXPECT_THAT(server.seen(), Each("GET /version"));
}

TEST(CurlEngine, AnEngineReplacedByAnotherVersionIsAskedAgain) {
  std::atomic<bool> downgraded = false;
  fake_http server([&](const fake_request& r) {
    if (r.target == "/version")
      return version_of(downgraded ? "1.41" : "1.51");
    if (downgraded && r.target.starts_with("/v1.51/"))
      return answer(400, test::recorded("1.41", "error_too_new.json"));
    return r.method == "POST"
               ? answer(201, R"({"Id":")" + std::string(64, 'a') + R"("})")
               : answer(200, "[]");
  });
  auto e = client_of(server);
  EXPECT_TRUE(list(*e));
  downgraded = true;
  EXPECT_EQ(create(*e), std::string(64, 'a')); // it had done nothing yet
  EXPECT_EQ(version(*e)->api, "1.41");
}

TEST(CurlEngine, AnEngineThatRefusesEveryVersionIsNotAskedForEver) {
  fake_http server(engine_of("1.41", [](const fake_request&) {
    return answer(400, test::recorded("1.41", "error_too_new.json"));
  }));
  auto e = client_of(server);
  EXPECT_EQ(list(*e).error().code, errc::engine_refused);
  EXPECT_EQ(server.seen().size(), 4u); // version, list, and both once more
}

TEST(CurlEngine, AfterABrokenConnectionTheVersionIsAskedAgain) {
  std::atomic<bool> broken = false;
  fake_http server([&](const fake_request& r) {
    if (broken && r.target != "/version")
      return test::hang_up();
    return engine_of("1.41", empty_list)(r);
  });
  auto e = client_of(server);
  EXPECT_TRUE(list(*e));
  broken = true;
  EXPECT_EQ(list(*e).error().code, errc::engine_down);
  broken = false;
  EXPECT_TRUE(list(*e));
  const auto seen = server.seen();
  EXPECT_EQ(std::count(seen.begin(), seen.end(), "GET /version"), 2);
}

TEST(CurlEngine, ABootingEngineTimesOutForAllWhoWait) {
  fake_http server([](const fake_request&) { return test::hang(); });
  auto e = client_of(server);
  test::answer_to<containers> listed;
  e->list(label::id, listed.callback());
  EXPECT_EQ(version(*e).error().code, errc::timed_out);
  EXPECT_EQ(listed.get().error().code, errc::timed_out);
  EXPECT_EQ(server.seen().size(), 1u);
}

TEST(CurlEngine, AnEngineThatIsAwayIsDownAndNamed) {
  test::temporary_folder folder;
  const auto address = "unix://" + (folder.path() / "none.sock").string();
  auto e = connect({address}).value();
  const auto got = start(*e);
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().code, errc::engine_down);
  EXPECT_THAT(got.error().what, HasSubstr(address));
}

TEST(CurlEngine, SomethingElseThanAnEngineIsMalformed) {
  fake_http server(
      [](const fake_request&) { return answer(200, "<html>", "text/html"); });
  auto e = client_of(server);
  EXPECT_EQ(list(*e).error().code, errc::malformed);
}

TEST(CurlEngine, ARefusalSaysWhatTheEngineSaid) {
  fake_http server(engine_of("1.41", [](const fake_request&) {
    return answer(500, "port is already allocated\n", "text/plain");
  }));
  auto e = client_of(server);
  EXPECT_EQ(start(*e).error(),
            (failure{errc::port_taken, "port is already allocated"}));
}

TEST(CurlEngine, AWrongAnswerIsMalformedWithItsField) {
  fake_http server(engine_of("1.41", [](const fake_request&) {
    return answer(200, R"([{"Id":7}])");
  }));
  auto e = client_of(server);
  const auto got = list(*e);
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().code, errc::malformed);
  EXPECT_THAT(got.error().what, StartsWith("[0].Id "));
}

TEST(CurlEngine, ACreateIsNeverSentTwice) {
  std::atomic<int> creates = 0;
  fake_http server(engine_of("1.41", [&](const fake_request& r) {
    creates += r.method == "POST";
    return test::hang_up();
  }));
  auto e = client_of(server);
  ASSERT_TRUE(version(*e)); // leaves a used connection behind
  EXPECT_EQ(create(*e).error().code, errc::engine_down);
  EXPECT_EQ(creates, 1);
}

TEST(CurlEngine, ACallbackMayCallAgain) {
  fake_http server(engine_of("1.41", empty_list));
  auto e = client_of(server);
  test::answer_to<engine_version> last;
  e->list(label::id, [&](const auto&) {
    e->list(label::id, [&](const auto&) { e->version(last.callback()); });
  });
  EXPECT_EQ(last.get()->api, "1.41");
}

TEST(CurlEngine, ItsEndAnswersEverythingOnce) {
  for (const bool negotiated : {true, false}) {
    fake_http server([&](const fake_request& r) {
      return negotiated && r.target == "/version" ? version_of("1.41")
                                                  : test::hang();
    });
    std::vector<test::answer_to<containers>> all(20);
    test::answer_to<done> late;
    {
      auto e = client_of(server);
      if (negotiated) {
        ASSERT_TRUE(version(*e));
      }
      for (auto& one : all)
        e->list(label::id, one.callback());
      e->list(label::id, [&late, raw = e.get()](const auto&) {
        raw->start("x", late.callback());
      });
      e.reset();
    }
    for (auto& one : all)
      EXPECT_EQ(one.get().error().what, "the client is closing");
    EXPECT_EQ(late.get().error().code, errc::engine_down);
  }
}

} // namespace spin::docker
