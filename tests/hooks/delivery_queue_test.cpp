#include "hooks/delivery_queue.hpp"

#include <map>
#include <random>
#include <set>

#include <gmock/gmock.h>

namespace spin::hooks {

namespace {

using namespace std::chrono_literals;

const instant start{1000s};

delivery about(const std::string& subject, std::uint64_t number) {
  delivery what;
  what.subject = subject;
  what.number = number;
  return what;
}

class queue_test : public testing::Test {
protected:
  explicit queue_test(delivery_queue::limits most = {}) : queue(most) {
    // nop
  }

  /// Returns the numbers that may go now, all of them under way then.
  std::vector<std::uint64_t> now_sent(instant at) {
    std::vector<std::uint64_t> all;
    while (const auto next = queue.next(at, given_up))
      all.push_back(next->number);
    return all;
  }

  delivery_queue queue;
  std::vector<delivery> given_up;
};

using DeliveryQueue = queue_test;
using testing::ElementsAre;
using testing::IsEmpty;

} // namespace

TEST_F(DeliveryQueue, KeepsTheOrderOfASubjectAndHoldsUpNoOther) {
  queue.add(about("a", 1), start);
  queue.add(about("a", 2), start);
  queue.add(about("b", 3), start);
  EXPECT_THAT(now_sent(start), ElementsAre(1, 3));
  queue.delivered(1, start);
  EXPECT_THAT(now_sent(start), ElementsAre(2));
  queue.delivered(3, start);
  queue.delivered(2, start);
  EXPECT_EQ(queue.size(), 0u);
  EXPECT_FALSE(queue.due());
}

TEST_F(DeliveryQueue, OneThatFailsWaitsLongerEachTimeAndTheNextBehindIt) {
  queue.add(about("a", 1), start);
  queue.add(about("a", 2), start);
  auto at = start;
  span last{0};
  for (int i = 0; i < 12; ++i) {
    ASSERT_THAT(now_sent(at), ElementsAre(1));
    queue.failed(1, at);
    ASSERT_TRUE(queue.due());
    const auto pause = *queue.due() - at;
    EXPECT_GT(pause, last * 3 / 4);
    EXPECT_LE(pause, delivery_queue::longest_pause);
    EXPECT_THAT(now_sent(*queue.due() - 1ms), IsEmpty());
    last = pause;
    at = *queue.due();
  }
  EXPECT_GT(last, 10min);
}

TEST_F(DeliveryQueue, WhoIsAwayIsAskedByOneAtATimeAndAllGoOnOnceItIsBack) {
  for (std::uint64_t n = 1; n <= 20; ++n)
    queue.add(about(std::to_string(n), n), start);
  const auto first = now_sent(start);
  EXPECT_EQ(first.size(), 8u);
  for (const auto n : first)
    queue.failed(n, start);
  EXPECT_TRUE(queue.is_away());
  auto probe = now_sent(start + 5s);
  ASSERT_EQ(probe.size(), 1u);
  queue.delivered(probe[0], start + 5s);
  EXPECT_FALSE(queue.is_away());
  EXPECT_EQ(now_sent(start + 5s).size(), 8u);
}

TEST_F(DeliveryQueue, OneIsGivenUpAfterADayAndThoseBehindItGoOn) {
  queue.add(about("a", 1), start, 23h); // happened before a restart
  queue.add(about("a", 2), start);
  EXPECT_THAT(now_sent(start), ElementsAre(1));
  queue.failed(1, start);
  EXPECT_THAT(now_sent(start + 2h), ElementsAre(2));
  ASSERT_EQ(given_up.size(), 1u);
  EXPECT_EQ(given_up[0].number, 1u);
}

TEST(SmallDeliveryQueue, TheOldestGoesWhenThereAreTooMany) {
  delivery_queue queue{{3, 1, 24h}};
  std::vector<delivery> given_up;
  queue.add(about("a", 1), start);
  ASSERT_TRUE(queue.next(start, given_up)); // never dropped while under way
  queue.add(about("a", 2), start);
  queue.add(about("b", 3), start);
  const auto gone = queue.add(about("c", 4), start);
  ASSERT_EQ(gone.size(), 1u);
  EXPECT_EQ(gone[0].number, 2u);
  EXPECT_EQ(queue.add(about("c", 5), start).at(0).number, 3u);
  queue.delivered(1, start);
  EXPECT_EQ(queue.next(start, given_up)->number, 4u);
}

// Laws over seeded histories: of one subject nothing overtakes, two are never
// under way together; nothing is lost but what was told of; never too many.
TEST(DeliveryQueueLaws, HoldForAnyHistory) {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    std::mt19937_64 dice{seed};
    const delivery_queue::limits most{10 + dice() % 40, 1 + dice() % 5, 1h};
    delivery_queue queue{most};
    auto now = start;
    std::uint64_t last = 0;
    std::map<std::uint64_t, std::string> open;
    std::map<std::uint64_t, std::string> under_way;
    std::map<std::string, std::uint64_t> done;
    const auto end = [&](std::uint64_t number) {
      ASSERT_EQ(open.erase(number), 1u) << "seed " << seed;
    };
    for (int i = 0; i < 400; ++i) {
      switch (dice() % 4) {
      case 0: {
        const auto subject =
            std::string(1, static_cast<char>('a' + dice() % 5));
        open[++last] = subject;
        for (const auto& gone : queue.add(about(subject, last), now)) {
          ASSERT_FALSE(under_way.contains(gone.number));
          end(gone.number);
        }
        break;
      }
      case 1: {
        std::vector<delivery> given_up;
        const auto next = queue.next(now, given_up);
        for (const auto& gone : given_up)
          end(gone.number);
        if (!next)
          break;
        for (const auto& [number, subject] : under_way)
          ASSERT_NE(subject, next->subject) << "seed " << seed;
        ASSERT_GT(next->number, done[next->subject]);
        for (const auto& [number, subject] : open)
          ASSERT_TRUE(subject != next->subject || number >= next->number);
        under_way[next->number] = next->subject;
        ASSERT_LE(under_way.size(), most.at_once);
        break;
      }
      case 2: {
        if (under_way.empty())
          break;
        const auto [number, subject] = *under_way.begin();
        under_way.erase(number);
        if (dice() % 2 == 0) {
          queue.failed(number, now);
          break;
        }
        queue.delivered(number, now);
        done[subject] = number;
        end(number);
        break;
      }
      default:
        now += std::chrono::seconds{dice() % 60};
      }
      ASSERT_EQ(queue.size(), open.size()) << "seed " << seed;
      ASSERT_LE(queue.size(), std::max(most.most, most.at_once + 1));
    }
    std::vector<std::uint64_t> kept;
    for (const auto& each : queue.all())
      kept.push_back(each.number);
    std::vector<std::uint64_t> expected;
    for (const auto& [number, subject] : open)
      expected.push_back(number);
    ASSERT_EQ(kept, expected) << "seed " << seed;
    // Left alone with a receiver that takes everything, all goes out.
    for (const auto& [number, subject] : under_way)
      queue.delivered(number, now);
    std::vector<delivery> given_up;
    for (int i = 0; i < 1000 && queue.size() > 0; ++i) {
      while (const auto next = queue.next(now, given_up))
        queue.delivered(next->number, now);
      if (const auto due = queue.due())
        now = std::max(now, *due);
    }
    ASSERT_EQ(queue.size(), 0u) << "seed " << seed;
  }
}

} // namespace spin::hooks
