// Logs and statistics of an engine that is scripted, and how their readers
// steer them.
#include <mutex>

#include <gmock/gmock.h>

#include "docker/engine.hpp"
#include "tests/docker/await.hpp"
#include "tests/docker/recorded.hpp"
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
using testing::StartsWith;

const std::string head = "HTTP/1.1 200 OK\r\n\r\n";

std::string entry(char channel, const std::string& text) {
  std::string frame(8, '\0');
  frame[0] = channel;
  frame[6] = static_cast<char>(text.size() >> 8 & 0xff);
  frame[7] = static_cast<char>(text.size() & 0xff);
  return frame + text;
}

/// An engine that answers everything but its version with `stream`.
fake_http::script engine_of(fake_answer stream) {
  return [stream](const fake_request& r) {
    return r.target == "/version"
               ? answer(200, test::recorded("1.41", "version.json"))
               : stream;
  };
}

/// What a reader was told.
class notes {
public:
  log_reader log() {
    return {[this](log_channel where, std::string_view piece, bool) {
              std::lock_guard guard(mutex_);
              (where == log_channel::out ? out_ : err_) += piece;
            },
            [] {}, [this](const std::optional<failure>& why) { over(why); },
            steer};
  }

  stats_reader stats() {
    return {[this](const container_stats&) {
              std::lock_guard guard(mutex_);
              out_ += 's';
            },
            [] {}, [this](const std::optional<failure>& why) { over(why); },
            steer};
  }

  std::string out() const {
    std::lock_guard guard(mutex_);
    return out_;
  }
  std::string err() const {
    std::lock_guard guard(mutex_);
    return err_;
  }
  bool ended() const {
    std::lock_guard guard(mutex_);
    return ends_ > 0;
  }
  /// How it ended, once it did: "well" or why not.
  std::string end() {
    if (!eventually([this] { return ended(); }))
      return "(goes on)";
    std::lock_guard guard(mutex_);
    EXPECT_EQ(ends_, 1);
    return how_;
  }

  std::shared_ptr<pace> steer = std::make_shared<pace>();

private:
  void over(const std::optional<failure>& why) {
    std::lock_guard guard(mutex_);
    ++ends_;
    how_ = why ? std::string{to_string(why->code)} : "well";
  }

  mutable std::mutex mutex_;
  std::string out_;
  std::string err_;
  int ends_ = 0;
  std::string how_;
};

/// Opens the log of "x" and returns what that was answered with.
outcome<done> open_log(engine& e, notes& into, bool terminal = false) {
  return test::await<done>(
      [&](auto then) { e.logs("x", log_query{}, terminal, into.log(), then); });
}

} // namespace

TEST(CurlStreams, ALogComesByChannelAndEndsWell) {
  fake_http server(engine_of(
      {head + entry(1, "one\n") + entry(2, "two\n") + entry(1, "three\n"),
       true}));
  notes log;
  auto e = connect({server.address()}).value();
  EXPECT_TRUE(open_log(*e, log));
  EXPECT_EQ(log.end(), "well");
  EXPECT_EQ(log.out(), "one\nthree\n");
  EXPECT_EQ(log.err(), "two\n");
}

TEST(CurlStreams, AsksForWhatIsWanted) {
  fake_http server(engine_of({head, true}));
  notes log;
  auto e = connect({server.address()}).value();
  log_query which;
  which.err = false;
  which.follow = which.timestamps = true;
  which.tail = 7;
  which.since = 1'500'000'000;
  which.until = 2'000'000'001;
  EXPECT_TRUE(test::await<done>(
      [&](auto then) { e->logs("a/b", which, false, log.log(), then); }));
  EXPECT_EQ(log.end(), "well");
  EXPECT_EQ(server.seen().back(),
            "GET /v1.41/containers/a%2Fb/logs?stdout=1&stderr=0&follow=1&"
            "timestamps=1&tail=7&since=1.500000000&until=2.000000001");
}

TEST(CurlStreams, AnEndOfALogAsksForNoVersionAgain) {
  fake_http server(engine_of({head + entry(1, "x"), true}));
  auto e = connect({server.address()}).value();
  for (int i = 0; i < 3; ++i) {
    notes log;
    EXPECT_TRUE(open_log(*e, log));
    EXPECT_EQ(log.end(), "well");
  }
  EXPECT_EQ(server.seen().size(), 4u);
}

TEST(CurlStreams, AnEndInTheMiddleIsNone) {
  const auto whole = entry(1, "one\n") + entry(2, "two\n");
  for (const auto size : {std::size_t{3}, std::size_t{10}, whole.size() - 1}) {
    fake_http server(engine_of({head + whole.substr(0, size), true}));
    notes log;
    auto e = connect({server.address()}).value();
    EXPECT_TRUE(open_log(*e, log));
    EXPECT_EQ(log.end(), "malformed") << size;
  }
  // A chunk that is not whole.
  fake_http server(
      engine_of({"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n"
                     + entry(1, "x"),
                 true}));
  notes log;
  auto e = connect({server.address()}).value();
  EXPECT_TRUE(open_log(*e, log));
  EXPECT_EQ(log.end(), "engine_down");
  EXPECT_EQ(log.out(), "x");
}

TEST(CurlStreams, ARefusalIsTheAnswerAndNothingElse) {
  fake_http server(
      engine_of(answer(404, R"({"message":"No such container: x"})")));
  notes log;
  auto e = connect({server.address()}).value();
  const auto how = open_log(*e, log);
  ASSERT_FALSE(how);
  EXPECT_EQ(how.error().code, errc::no_such_container);
  EXPECT_FALSE(log.ended());
}

TEST(CurlStreams, NothingComesBeforeTheReaderWantsIt) {
  std::string text = head;
  for (int i = 0; i < 100; ++i)
    text += entry(1, std::string(1000, 'x'));
  fake_http server(engine_of({text, true}));
  notes log;
  log.steer = std::make_shared<pace>(pace::state::waits);
  auto e = connect({server.address()}).value();
  EXPECT_TRUE(open_log(*e, log));
  EXPECT_EQ(log.out(), "");
  log.steer->go_on();
  EXPECT_EQ(log.end(), "well");
  EXPECT_EQ(log.out().size(), 100'000u);
}

// The law of back-pressure: whatever the reader does, it is told all of it in
// order, and while it waits no more than one piece.
TEST(CurlStreams, AReaderThatHoldsBackAgainAndAgainMissesNothing) {
  std::string text = head;
  std::string all;
  for (int i = 0; i < 2000; ++i) {
    const auto line = std::to_string(i) + std::string(500, ' ') + "\n";
    text += entry(1, line);
    all += line;
  }
  fake_http server(engine_of({text, true}));
  notes log;
  auto e = connect({server.address()}).value();
  EXPECT_TRUE(open_log(*e, log));
  for (int i = 0; i < 50 && !log.ended(); ++i) {
    log.steer->hold();
    const auto before = log.out().size();
    // The same thread serves this, so it had the time to read on.
    EXPECT_TRUE(
        test::await<engine_version>([&](auto then) { e->version(then); }));
    EXPECT_LE(log.out().size(), before + 32 * 1024);
    log.steer->go_on();
  }
  EXPECT_EQ(log.end(), "well");
  EXPECT_EQ(log.out(), all);
}

TEST(CurlStreams, WhenTheReaderLeavesTheCallEnds) {
  fake_http server(engine_of({head + entry(1, "x")}));
  auto e = connect({server.address()}).value();
  for (const bool holds : {false, true}) {
    notes log;
    EXPECT_TRUE(open_log(*e, log));
    EXPECT_TRUE(eventually([&] { return log.out() == "x"; }));
    if (holds)
      log.steer->hold();
    log.steer->end();
    EXPECT_EQ(log.end(), "internal");
    // The connection that asked for the version may stay.
    EXPECT_TRUE(eventually([&] { return server.open() <= 1; }));
  }
}

TEST(CurlStreams, AReaderThatLeftBeforeTheHeadEndsTheCallToo) {
  fake_http server(engine_of(test::hang()));
  auto e = connect({server.address()}).value();
  notes log;
  log.steer->end();
  const auto how = open_log(*e, log);
  ASSERT_FALSE(how);
  EXPECT_EQ(how.error().code, errc::internal);
  EXPECT_TRUE(eventually([&] { return server.open() <= 1; }));
}

TEST(CurlStreams, TheClientsEndEndsALogOnce) {
  notes log;
  {
    fake_http server(engine_of({head + entry(1, "x")}));
    auto e = connect({server.address()}).value();
    EXPECT_TRUE(open_log(*e, log));
  }
  EXPECT_EQ(log.end(), "engine_down");
  log.steer->go_on(); // nobody is there to be told
}

TEST(CurlStreams, StatisticsComeOneByOneUntilTheReaderLeaves) {
  auto text = test::recorded("1.41", "stats.json");
  std::erase(text, '\n');
  fake_http server(engine_of({head + text + "\n" + text + "\n"}));
  auto e = connect({server.address()}).value();
  notes told;
  EXPECT_TRUE(test::await<done>(
      [&](auto then) { e->follow_stats("x", told.stats(), then); }));
  EXPECT_TRUE(eventually([&] { return told.out() == "ss"; }));
  EXPECT_THAT(server.seen().back(),
              StartsWith("GET /v1.41/containers/x/stats?stream=1"));
  told.steer->end();
  EXPECT_EQ(told.end(), "internal");
}

TEST(CurlStreams, OneLookAtStatisticsIsOneAnswer) {
  fake_http server(
      engine_of(answer(200, test::recorded("1.41", "stats.json"))));
  auto e = connect({server.address()}).value();
  const auto got =
      test::await<container_stats>([&](auto then) { e->stats("x", then); });
  ASSERT_TRUE(got) << got.error().what;
  EXPECT_GT(got->memory_used, 0u);
  EXPECT_THAT(server.seen().back(), HasSubstr("stream=0"));
}

} // namespace spin::docker
