#include "actors/postman.hpp"

#include <atomic>
#include <thread>

#include "tests/doubles/server_fixture.hpp"

namespace spin::test {

namespace {

report said(std::uint64_t active) {
  return {active, {}};
}

} // namespace

TEST(LetterBox, CallsForThePostmanOnceForAllThatHeWillTake) {
  letter_box box;
  EXPECT_TRUE(box.put({{}, said(1)}));
  EXPECT_FALSE(box.put({{}, said(2)}));
  EXPECT_FALSE(box.put({{}, said(3)}));
  EXPECT_EQ(box.take().size(), 3u);
  EXPECT_TRUE(box.take().empty());
  EXPECT_TRUE(box.put({{}, said(4)}));
}

// Whoever takes only when called must still get all, in the order of each sender.
TEST(LetterBox, LosesNoneOfManyThreadsAndKeepsTheirOrder) {
  constexpr std::uint64_t each = 20'000;
  constexpr std::uint64_t senders = 3;
  letter_box box;
  std::atomic<int> calls = 0;
  std::vector<std::thread> threads;
  for (std::uint64_t from = 0; from < senders; ++from)
    threads.emplace_back([&, from] {
      for (std::uint64_t i = 0; i < each; ++i)
        if (box.put({{}, said(from * each + i)}))
          ++calls;
    });
  std::vector<std::uint64_t> next(senders, 0);
  std::uint64_t taken = 0;
  while (taken < senders * each) {
    if (calls == 0) {
      std::this_thread::yield();
      continue;
    }
    --calls;
    for (const auto& letter : box.take()) {
      const auto number = letter.said.active.value();
      EXPECT_EQ(next.at(number / each)++, number % each);
      ++taken;
    }
  }
  for (auto& thread : threads)
    thread.join();
  EXPECT_EQ(calls, 0);
}

class Postman : public server_fixture {};

TEST_F(Postman, BringsEachReportToItsContainerTheLastOneLast) {
  const auto one = running();
  const auto two = running();
  const auto box = std::make_shared<letter_box>();
  const auto postman = time.system().spawn(postman_actor, box);
  const auto whom = [&](const std::string& id) {
    return containers->find(id).entry.value().actor;
  };
  const auto active = [&](const std::string& id) {
    return containers->find(id).entry.value().view->life.active;
  };
  EXPECT_TRUE(box->put({whom(one), said(1)}));
  EXPECT_FALSE(box->put({whom(two), said(7)}));
  EXPECT_FALSE(box->put({whom(one), said(2)}));
  caf::anon_send(postman, atom::collect_v);
  time.settle();
  EXPECT_EQ(active(one), 2u);
  EXPECT_EQ(active(two), 7u);
  caf::anon_send_exit(postman, caf::exit_reason::user_shutdown);
  time.settle();
}

} // namespace spin::test
