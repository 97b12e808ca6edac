// A connection between two ends of a socket, without a server around it.
#include "http/connection.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <chrono>
#include <mutex>
#include <thread>

#include "http/stream.hpp"
#include "server_test.hpp"

using namespace spin;
using namespace spin::http;
using namespace spin::http::test;
using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

namespace {

class ConnectionTest : public ServerTest {
protected:
  ConnectionTest() {
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
      throw std::runtime_error("no sockets");
    timeval patience{.tv_sec = 10, .tv_usec = 0};
    ::setsockopt(ends[1], SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
    const auto handle = [](const caf::actor& from) {
      return caf::actor_cast<caf::strong_actor_ptr>(from);
    };
    all = std::make_shared<const context>(
        context{surface::api,
                {*system, containers,
                 caf::actor_cast<registry_handle>(handle(registry)),
                 caf::actor_cast<gateway_handle>(handle(gateway)), some_time,
                 rules, signs},
                {},
                {},
                times,
                false,
                nullptr,
                make_running_limit(),
                make_metrics(),
                std::make_shared<gate>(),
                registry,
                nullptr,
                {},
                std::make_shared<seats>(connection_caps{9, 9}),
                std::make_shared<pump>(),
                std::make_shared<rate_limiter>(rate{}),
                std::make_shared<permits>(9),
                nullptr,
                access_log{config::access_log::off, {}},
                std::make_shared<http::sessions>()});
    here = std::make_shared<connection>(ends[0], "127.0.0.1", nullptr, all);
    all->pumped->keep_time_of(here);
  }

  ~ConnectionTest() override {
    close_ours();
    ::close(ends[1]);
    all->pumped->stop();
  }

  /// Does what Pistache does when the client ends its side.
  void close_ours() {
    if (ends[0] < 0)
      return;
    here->end();
    ::close(std::exchange(ends[0], -1));
  }

  /// Receives until `size` bytes are there or the other side ends.
  std::string receive(std::size_t size = std::string::npos) {
    std::string text;
    std::array<char, 65536> buffer{};
    while (text.size() < size) {
      const auto got = ::recv(ends[1], buffer.data(), buffer.size(), 0);
      if (got <= 0)
        break;
      text.append(buffer.data(), static_cast<std::size_t>(got));
    }
    return text;
  }

  response streaming() {
    auto answer = json_response(200, "");
    answer.goes_on = [this](stream_ptr begun) { pieces = std::move(begun); };
    return answer;
  }

  static inline const time_limits times{.head = 300ms,
                                        .body = 300ms,
                                        .idle = 300ms,
                                        .send = 300ms,
                                        .answer = 300ms};
  std::array<int, 2> ends{-1, -1};
  context_ptr all;
  std::shared_ptr<connection> here;
  stream_ptr pieces;
};

const std::string large(8 * 1024 * 1024, 'x');

} // namespace

TEST_F(ConnectionTest, ALargeAnswerToWhoSendsNoMoreArrivesWhole) {
  ASSERT_TRUE(here->begin());
  close_ours();
  here->answer(json_response(200, large), {});
  const auto text = receive();
  EXPECT_THAT(text.substr(0, 200), HasSubstr("Connection: close\r\n"));
  EXPECT_EQ(text.size() - text.find("\r\n\r\n") - 4, large.size());
}

TEST_F(ConnectionTest, WhoEndsHisSideAmidALargeAnswerGetsAllOfIt) {
  ASSERT_TRUE(here->begin());
  here->answer(json_response(200, large), {});
  close_ours();
  const auto text = receive();
  EXPECT_EQ(text.size() - text.find("\r\n\r\n") - 4, large.size());
}

TEST_F(ConnectionTest, WhoReadsNothingIsCutOff) {
  ASSERT_TRUE(here->begin());
  here->answer(json_response(200, large), {});
  EXPECT_TRUE(eventually([&] { return here.use_count() == 1; }));
  const auto text = receive();
  EXPECT_LT(text.size(), large.size());
}

TEST_F(ConnectionTest, AStreamComesInChunksAndThenTheNextRequest) {
  ASSERT_TRUE(here->begin());
  here->answer(streaming(), {});
  EXPECT_TRUE(pieces->write("hello"));
  EXPECT_TRUE(pieces->write(""));
  EXPECT_TRUE(pieces->write(" world!"));
  EXPECT_FALSE(here->takes_next(false));
  pieces.reset();
  EXPECT_TRUE(here->takes_next(false));
  const std::string end = "\r\n\r\n5\r\nhello\r\n7\r\n world!\r\n0\r\n\r\n";
  std::string text;
  while (!text.ends_with("\r\n0\r\n\r\n"))
    text += receive(1);
  EXPECT_THAT(text, EndsWith(end));
  ASSERT_TRUE(here->begin());
  here->answer(json_response(200, "{}"), {});
  EXPECT_THAT(receive(1), StartsWith("HTTP/1.1 200"));
}

TEST_F(ConnectionTest, WithoutChunksTheEndOfAStreamIsThatOfTheConnection) {
  ASSERT_TRUE(here->begin());
  here->answer(streaming(), {.takes_chunks = false});
  EXPECT_TRUE(pieces->write("hello"));
  pieces.reset();
  const auto text = receive();
  EXPECT_THAT(text, HasSubstr("Connection: close\r\n"));
  EXPECT_THAT(text, EndsWith("\r\n\r\nhello"));
}

TEST_F(ConnectionTest, AHeadRequestStartsNoStream) {
  ASSERT_TRUE(here->begin());
  here->answer(streaming(), {.head_only = true});
  EXPECT_FALSE(pieces);
  EXPECT_TRUE(here->takes_next(false));
}

TEST_F(ConnectionTest, ASlowReaderOfAStreamIsCutOffAndTakesLittleMemory) {
  ASSERT_TRUE(here->begin());
  here->answer(streaming(), {});
  std::size_t taken = 0;
  const std::string piece(64 * 1024, 'x');
  while (pieces->write(piece) && taken < large.size())
    taken += piece.size();
  EXPECT_LT(taken, connection::max_backlog + 1024 * 1024);
  EXPECT_FALSE(pieces->write("x"));
  EXPECT_LE(receive().size(), taken + 1024 * 1024);
}

TEST_F(ConnectionTest, AWriterLearnsThatItsReaderFallsBehindAndKeepsUpAgain) {
  ASSERT_TRUE(here->begin());
  here->answer(streaming(), {});
  std::mutex mutex;
  std::vector<reader_state> told;
  pieces->watch_reader([&](reader_state now) {
    const std::lock_guard hold{mutex};
    told.push_back(now);
  });
  const auto seen = [&] {
    const std::lock_guard hold{mutex};
    return told;
  };
  const std::string piece(16 * 1024, 'x');
  while (seen().empty())
    ASSERT_TRUE(pieces->write(piece));
  EXPECT_EQ(seen(), std::vector{reader_state::falls_behind});
  receive(connection::high_water * 2);
  EXPECT_TRUE(eventually([&] { return seen().size() == 2; }));
  EXPECT_EQ(seen().back(), reader_state::keeps_up);
  close_ours();
  EXPECT_EQ(seen().size(), 3u);
  EXPECT_EQ(seen().back(), reader_state::gone);
}

TEST_F(ConnectionTest, AWriterThatComesLateLearnsThatNobodyReads) {
  ASSERT_TRUE(here->begin());
  here->answer(streaming(), {});
  close_ours();
  int gone = 0;
  pieces->watch_reader(
      [&](reader_state now) { gone += now == reader_state::gone; });
  EXPECT_EQ(gone, 1);
}

TEST_F(ConnectionTest, AReaderThatTakesNothingIsToldToBeGoneOnce) {
  ASSERT_TRUE(here->begin());
  here->answer(streaming(), {});
  std::atomic<int> gone = 0;
  pieces->watch_reader(
      [&](reader_state now) { gone += now == reader_state::gone; });
  ASSERT_TRUE(pieces->write(std::string(connection::max_backlog / 2, 'x')));
  EXPECT_TRUE(eventually([&] { return gone == 1; })); // the time `send`
  close_ours();
  EXPECT_EQ(gone, 1);
}

TEST_F(ConnectionTest, AStreamThatFailsHasNoEnd) {
  ASSERT_TRUE(here->begin());
  here->answer(streaming(), {});
  EXPECT_TRUE(pieces->write("hello"));
  pieces->fail();
  pieces.reset();
  const auto text = receive();
  EXPECT_EQ(text.find("\r\n0\r\n"), std::string::npos) << text;
  EXPECT_FALSE(here->takes_next(false));
}

TEST_F(ConnectionTest, AStreamThatSaysNothingIsNotCutOff) {
  ASSERT_TRUE(here->begin());
  here->answer(streaming(), {});
  const auto begun = std::chrono::steady_clock::now();
  EXPECT_TRUE(eventually(
      [&] { return std::chrono::steady_clock::now() > begun + 1s; }));
  EXPECT_TRUE(pieces->write("x"));
}

TEST_F(ConnectionTest, WhoLeavesAStreamIsNotWrittenTo) {
  ASSERT_TRUE(here->begin());
  here->answer(streaming(), {});
  EXPECT_TRUE(pieces->write("x"));
  close_ours();
  EXPECT_FALSE(pieces->write("x"));
}

TEST_F(ConnectionTest, ARequestThatNobodyAnswersIsAnsweredInTime) {
  ASSERT_TRUE(here->begin());
  const auto duty = std::make_shared<responder>(
      [this](response what) { here->answer(std::move(what), {}); });
  here->wait_for(duty);
  EXPECT_THAT(receive(1), StartsWith("HTTP/1.1 504"));
  // Too late: nobody gets it, neither now nor as the answer to the next one.
  duty->answer(json_response(200, "{}"));
  EXPECT_TRUE(here->takes_next(false));
}

TEST_F(ConnectionTest, WhatCameWholeAtTheLastMomentIsNotBegunAfterThe408) {
  here->reader.append("GET");
  here->await(request_reader::stage::part_of_head);
  EXPECT_THAT(receive(1), StartsWith("HTTP/1.1 408"));
  EXPECT_FALSE(here->begin());
  EXPECT_TRUE(here->discards(1));
}

TEST_F(ConnectionTest, NothingIsRefusedTwice) {
  here->refuse({400, "x"});
  here->refuse({400, "x"});
  EXPECT_EQ(receive().find("HTTP/1.1", 1), std::string::npos);
}

// Its time is up just when it has come whole: it is told so, or it is answered,
// and never both.
TEST_F(ConnectionTest, WhatComesAtTheLastMomentIsAnsweredOnce) {
  for (int i = 0; i < 300; ++i) {
    std::array<int, 2> pair{-1, -1};
    ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair.data()),
              0);
    auto one = std::make_shared<connection>(pair[0], "127.0.0.1", nullptr, all);
    one->await(request_reader::stage::part_of_head);
    std::thread clock{[&] {
      one->on_tick(std::chrono::steady_clock::now() + 1h);
    }};
    if (one->begin())
      one->answer(json_response(200, "{}"), {.keep_alive = false});
    clock.join();
    one->end();
    ::close(pair[0]);
    std::string text;
    std::array<char, 4096> buffer{};
    for (ssize_t got = 0;
         (got = ::recv(pair[1], buffer.data(), buffer.size(), 0)) > 0;)
      text.append(buffer.data(), static_cast<std::size_t>(got));
    ::close(pair[1]);
    ASSERT_THAT(text, StartsWith("HTTP/1.1 "));
    ASSERT_EQ(text.find("HTTP/1.1 ", 1), std::string::npos) << text;
  }
}

// Pistache's threads are still at it when a server ends.
TEST(Pump, EndsWhileOthersAreAtIt) {
  struct nobody final : pump::client {
    void on_writable() override { ++calls; }
    void on_tick(pump::moment) override { ++calls; }
    void on_stop() override { ++stops; }
    std::atomic<int> calls = 0;
    std::atomic<int> stops = 0;
  };
  for (int i = 0; i < 50; ++i) {
    pump one;
    std::array<int, 2> pair{-1, -1};
    ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair.data()),
              0);
    const auto kept = std::make_shared<nobody>();
    one.keep_time_of(kept);
    std::atomic<bool> ends = false;
    std::thread other{[&] {
      while (!ends) {
        const auto fresh = std::make_shared<nobody>();
        one.keep_time_of(fresh);
        one.watch(pair[0], fresh);
        one.forget(pair[0]);
      }
    }};
    one.watch(pair[1], kept);
    one.stop();
    EXPECT_EQ(kept->stops, 1) << "whoever is at the other end is to know";
    const auto calls = kept->calls.load();
    ends = true;
    other.join();
    one.stop();
    EXPECT_EQ(kept->calls, calls) << "nobody is called after that";
    EXPECT_EQ(kept->stops, 1);
    ::close(pair[0]);
    ::close(pair[1]);
  }
}
