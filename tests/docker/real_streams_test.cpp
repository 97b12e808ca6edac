/// Logs and statistics of a real engine.

#include <mutex>

#include <gmock/gmock.h>

#include "tests/docker/real_engine.hpp"
#include "tests/support/eventually.hpp"

namespace spin::docker {

namespace {

using test::await;
using test::eventually;

/// A log as it is told.
struct told {
  std::mutex mutex;
  std::string out;
  std::string err;
  bool over = false;
  bool well = false;
  std::shared_ptr<pace> steer = std::make_shared<pace>();

  log_reader reader() {
    return {[this](log_channel where, std::string_view piece, bool) {
              std::lock_guard guard(mutex);
              (where == log_channel::out ? out : err) += piece;
            },
            [] {},
            [this](const std::optional<failure>& why) {
              std::lock_guard guard(mutex);
              over = true;
              well = !why;
            },
            steer};
  }

  bool has(const std::string& text) {
    std::lock_guard guard(mutex);
    return out == text;
  }
  bool ended() {
    std::lock_guard guard(mutex);
    return over;
  }
};

class RealStreams : public RealEngine {
protected:
  /// Runs a shell script in a container; returns its id.
  static std::string run(const std::string& script, bool terminal = false) {
    std::vector<std::string> words{"run", "-d", "--label", run_label};
    if (terminal)
      words.emplace_back("-t");
    for (const auto* word : {image.c_str(), "/bin/busybox", "sh", "-c"})
      words.emplace_back(word);
    words.push_back(script);
    const auto made = test::docker(words);
    EXPECT_EQ(made.exit_code, 0) << made.output;
    return made.output.substr(0, 64);
  }

  outcome<done> open(const std::string& id, log_query which, told& into) {
    const auto info = inspect(id);
    return await<done>([&](auto f) {
      engine_->logs(id, which, info->terminal, into.reader(), f);
    });
  }
};

} // namespace

TEST_F(RealStreams, ALogIsToldByChannelWholeAndToItsEnd) {
  const auto id = run("echo one; echo two >&2; echo three");
  ASSERT_TRUE(eventually([&] { return !is_up(inspect(id)->state); }));
  told log;
  ASSERT_TRUE(open(id, {}, log));
  EXPECT_TRUE(eventually([&] { return log.ended(); }));
  EXPECT_TRUE(log.well);
  EXPECT_EQ(log.out, "one\nthree\n");
  EXPECT_EQ(log.err, "two\n");
  told last;
  log_query which;
  which.tail = 1;
  which.timestamps = true;
  ASSERT_TRUE(open(id, which, last));
  EXPECT_TRUE(eventually([&] { return last.ended(); }));
  // The engine reads the two channels side by side: either may be the last.
  EXPECT_THAT(last.out + last.err,
              testing::MatchesRegex("20[0-9TZ:.+-]+ (two|three)\n"));
}

TEST_F(RealStreams, OfATerminalItIsOneStream) {
  const auto id = run("echo one; echo two >&2", true);
  ASSERT_TRUE(eventually([&] { return !is_up(inspect(id)->state); }));
  EXPECT_TRUE(inspect(id)->terminal);
  told log;
  ASSERT_TRUE(open(id, {}, log));
  EXPECT_TRUE(eventually([&] { return log.ended(); }));
  EXPECT_EQ(log.out, "one\r\ntwo\r\n");
  EXPECT_EQ(log.err, "");
}

TEST_F(RealStreams, AFollowedLogGoesOnUntilTheContainerEnds) {
  const auto id =
      run("mkfifo /f; echo begun; read x </f; echo $x; read x </f; exit 3");
  told log;
  log_query which;
  which.follow = true;
  ASSERT_TRUE(open(id, which, log));
  EXPECT_TRUE(eventually([&] { return log.has("begun\n"); }));
  const auto say = [&id](const std::string& word) {
    test::docker(
        {"exec", id, "/bin/busybox", "sh", "-c", "echo " + word + " >/f"});
  };
  say("more");
  EXPECT_TRUE(eventually([&] { return log.has("begun\nmore\n"); }));
  EXPECT_FALSE(log.ended());
  say("end");
  EXPECT_TRUE(eventually([&] { return log.ended(); }));
  EXPECT_TRUE(log.well);
}

TEST_F(RealStreams, WhoLeavesAFollowedLogEndsIt) {
  const auto id = run("echo begun; sleep 600");
  told log;
  log_query which;
  which.follow = true;
  ASSERT_TRUE(open(id, which, log));
  EXPECT_TRUE(eventually([&] { return log.has("begun\n"); }));
  log.steer->end();
  EXPECT_TRUE(eventually([&] { return log.ended(); }));
  EXPECT_FALSE(log.well);
}

TEST_F(RealStreams, ALargeLogArrivesWholeAtAReadersPace) {
  const auto id = run("i=0; while [ $i -lt 20000 ]; do i=$((i+1)); "
                      "echo $i-0123456789012345678901234567890123456789; done");
  ASSERT_TRUE(eventually([&] { return !is_up(inspect(id)->state); },
                         std::chrono::seconds{60}));
  std::string all;
  for (int i = 1; i <= 20'000; ++i)
    all += std::to_string(i) + "-0123456789012345678901234567890123456789\n";
  told log;
  ASSERT_TRUE(open(id, {}, log));
  for (int i = 0; i < 50 && !log.ended(); ++i) {
    log.steer->hold();
    log.steer->go_on();
  }
  EXPECT_TRUE(eventually([&] { return log.ended(); }));
  EXPECT_TRUE(log.well);
  EXPECT_TRUE(log.has(all));
}

TEST_F(RealStreams, StatisticsAreThoseOfWhatRuns) {
  const auto id = run("while :; do :; done");
  const auto look = [&] {
    return await<container_stats>([&](auto f) { engine_->stats(id, f); });
  };
  const auto now = look();
  ASSERT_TRUE(now) << now.error().what;
  EXPECT_GT(now->cpu_percent.value(), 1.0);
  EXPECT_GT(now->memory_used, 0u);
  EXPECT_GT(now->memory_limit, now->memory_used);
  EXPECT_GE(now->pids, 1u);
  std::atomic<int> seen = 0;
  std::atomic<bool> over = false;
  const stats_reader whom{
      [&](const container_stats& one) { seen += one.at != 0; }, [] {},
      [&](const std::optional<failure>&) { over = true; },
      std::make_shared<pace>()};
  ASSERT_TRUE(await<done>([&](auto f) { engine_->follow_stats(id, whom, f); }));
  EXPECT_TRUE(eventually([&] { return seen >= 2; }));
  whom.steer->end();
  EXPECT_TRUE(eventually([&] { return over.load(); }));
  ASSERT_TRUE(stop(id));
  const auto stopped = look();
  ASSERT_TRUE(stopped) << stopped.error().what;
  EXPECT_EQ(*stopped, container_stats{});
}

TEST_F(RealStreams, WhatIsNotThereHasNone) {
  const std::string id(64, 'f');
  told log;
  EXPECT_EQ(await<done>(
                [&](auto f) { engine_->logs(id, {}, false, log.reader(), f); })
                .error()
                .code,
            errc::no_such_container);
  EXPECT_EQ(await<container_stats>([&](auto f) { engine_->stats(id, f); })
                .error()
                .code,
            errc::no_such_container);
}

} // namespace spin::docker
