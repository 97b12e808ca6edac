#include "docker/call_queue.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>
#include <vector>

// The laws of the queue: order for one container, limits for a class, and
// nobody waits for ever.

namespace spin::docker {

namespace {

/// Keeps account of what runs.
struct account {
  call_queue queue;
  std::vector<std::string> begun;
  std::set<std::string> running;
  std::map<std::string, call_queue::turn> turns;

  explicit account(call_limits limits) : queue(limits) {}

  void submit(const std::string& container, call_class kind,
              const std::string& what) {
    queue.submit(container, kind, [this, container, what](auto turn) {
      turns[container] = turn;
      begun.push_back(what);
      EXPECT_TRUE(running.insert(container).second)
        << "two calls for " << container << " at once";
    });
  }

  void finish(std::string container) {
    ASSERT_EQ(running.erase(container), 1u);
    EXPECT_TRUE(queue.finished(turns.at(container)));
  }
};

using names = std::vector<std::string>;

} // namespace

TEST(CallQueue, CallsForOneContainerRunOneByOneInOrder) {
  account all{{4, 256}};
  all.submit("a", call_class::start, "start a");
  all.submit("a", call_class::stop, "stop a");
  all.submit("a", call_class::other, "inspect a");
  EXPECT_EQ(all.begun, names{"start a"});
  all.finish("a");
  EXPECT_EQ(all.begun, (names{"start a", "stop a"}));
  all.finish("a");
  EXPECT_EQ(all.begun, (names{"start a", "stop a", "inspect a"}));
  all.finish("a");
  EXPECT_EQ(all.queue.waiting(), 0u);
}

TEST(CallQueue, ASlowStopDelaysNobodyElse) {
  account all{{4, 256}};
  for (int i = 0; i < 100; ++i)
    all.submit("slow" + std::to_string(i), call_class::stop, "stop");
  all.submit("b", call_class::stop, "stop b");
  all.submit("c", call_class::start, "start c");
  EXPECT_EQ(all.begun.size(), 102u);
}

TEST(CallQueue, StartsBeyondTheLimitWaitTheirTurn) {
  account all{{2, 256}};
  for (const auto* c : {"a", "b", "c", "d"})
    all.submit(c, call_class::start, c);
  EXPECT_EQ(all.begun, (names{"a", "b"}));
  EXPECT_EQ(all.queue.waiting(), 2u);
  all.finish("b");
  EXPECT_EQ(all.begun, (names{"a", "b", "c"}));
  all.submit("e", call_class::other, "e");
  EXPECT_EQ(all.begun.back(), "e") << "only starts wait for starts";
}

TEST(CallQueue, AJobThatEndsAtOnceLetsTheNextOneRun) {
  call_queue queue{{1, 1}};
  int runs = 0;
  for (int i = 0; i < 5; ++i)
    queue.submit("a", call_class::start, [&](auto turn) {
      ++runs;
      EXPECT_TRUE(queue.finished(turn));
    });
  EXPECT_EQ(runs, 5);
  EXPECT_EQ(queue.in_flight(call_class::start), 0u);
}

TEST(CallQueue, ACallEndsOnce) {
  account all{{1, 1}};
  all.submit("a", call_class::start, "a");
  all.submit("b", call_class::start, "b");
  const auto first = all.turns.at("a");
  all.finish("a");
  EXPECT_FALSE(all.queue.finished(first)) << "it was given up before";
  EXPECT_EQ(all.queue.in_flight(call_class::start), 1u);
}

TEST(CallQueue, RandomHistoriesKeepOrderAndLimitsAndEndEmpty) {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    std::mt19937_64 random{seed};
    account all{{3, 5}};
    std::map<std::string, int> submitted;
    const auto kinds = {call_class::start, call_class::stop, call_class::other};
    for (int step = 0; step < 400; ++step) {
      const auto container = std::string(1, char('a' + random() % 12));
      if (step < 300 && random() % 2) {
        const auto kind = *(kinds.begin() + random() % 3);
        all.submit(container, kind,
                   container + std::to_string(submitted[container]++));
      } else if (!all.running.empty()) {
        all.finish(*std::next(all.running.begin(),
                              static_cast<std::ptrdiff_t>(
                                random() % all.running.size())));
      }
      ASSERT_LE(all.queue.in_flight(call_class::start), 3u) << seed;
      ASSERT_LE(all.queue.in_flight(call_class::stop), 5u) << seed;
    }
    while (!all.running.empty())
      all.finish(*all.running.begin());
    EXPECT_EQ(all.queue.waiting(), 0u) << seed;
    std::map<std::string, int> seen;
    for (const auto& what : all.begun)
      EXPECT_EQ(what.substr(1), std::to_string(seen[what.substr(0, 1)]++))
        << seed;
    EXPECT_EQ(seen, submitted) << seed;
  }
}

} // namespace spin::docker
