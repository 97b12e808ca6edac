#include "actors/chronicle.hpp"

#include <thread>

#include <gmock/gmock.h>

#include "tests/doubles/server_fixture.hpp"

namespace spin::test {

namespace {

transition change(int n, cause by = {}) {
  return {utc{std::chrono::milliseconds{n}}, phase::running, stop_reason::none,
          std::move(by)};
}

past_check look(int n) {
  return {utc{std::chrono::milliseconds{n}}, verdict::busy};
}

std::vector<std::string> words_of(const history& past) {
  std::vector<std::string> result;
  for (const auto& one : past.changes)
    result.push_back(std::string{to_string(one.to)} + ' '
                     + std::string{to_string(one.by)});
  return result;
}

} // namespace

TEST(Chronicle, KeepsTheLatestOfEachAndForgets) {
  chronicle all;
  for (int i = 0; i < 120; ++i) {
    all.note("a", change(i));
    all.note("a", look(i));
    all.note("b", change(1000 + i));
  }
  const auto a = all.of("a");
  ASSERT_EQ(a.changes.size(), chronicle::most_changes);
  EXPECT_EQ(a.changes.front(), change(70));
  EXPECT_EQ(a.changes.back(), change(119));
  ASSERT_EQ(a.checks.size(), chronicle::most_checks);
  EXPECT_EQ(a.checks.back(), look(119));
  EXPECT_EQ(all.to_store("a").changes.size(), chronicle::most_stored);
  EXPECT_EQ(all.to_store("a").changes.back(), change(119));
  EXPECT_EQ(all.size(), 2 * chronicle::most_changes);
  all.forget("a");
  all.forget("a");
  EXPECT_EQ(all.of("a"), history{});
  EXPECT_EQ(all.size(), chronicle::most_changes);
}

// However many containers there are and however restless they are.
TEST(Chronicle, HasALimitForAllTogether) {
  chronicle all{100};
  for (int i = 0; i < 6000; ++i)
    all.note("id" + std::to_string(i % 150), change(i));
  EXPECT_LE(all.size(), 100u + 150u);
  for (int i = 0; i < 150; ++i) {
    const auto past = all.of("id" + std::to_string(i)).changes;
    ASSERT_FALSE(past.empty()) << i;
    EXPECT_EQ(past.back(), change(5850 + i)) << "the latest is always there";
  }
}

TEST(Chronicle, ARestoredHistoryNeverReplacesWhatIsKnown) {
  chronicle all;
  history stored;
  stored.changes = {change(1), change(2)};
  all.restore("a", stored);
  EXPECT_EQ(all.of("a"), stored);
  all.note("a", change(3));
  all.restore("a", stored);
  EXPECT_EQ(all.of("a").changes.size(), 3u);
  EXPECT_EQ(all.size(), 3u);
}

TEST(Chronicle, TakesNotesOfManyThreads) {
  chronicle all;
  std::vector<std::thread> writers;
  for (int t = 0; t < 4; ++t)
    writers.emplace_back([&all, t] {
      for (int i = 0; i < 2000; ++i) {
        all.note("id" + std::to_string(i % 7), change(i));
        if (i % 50 == 0)
          all.forget("id" + std::to_string(t));
        (void)all.of("id" + std::to_string(i % 5));
      }
    });
  for (auto& one : writers)
    one.join();
  std::size_t kept = 0;
  for (int i = 0; i < 7; ++i)
    kept += all.of("id" + std::to_string(i)).changes.size();
  EXPECT_EQ(kept, all.size());
}

// -- of a whole server ----------------------------------------------------------

class History : public server_fixture {
protected:
  history past(const std::string& container_id) {
    const auto found = containers->find(container_id);
    return context->past->of(found.entry.value().view->who->id);
  }
};

TEST_F(History, TellsEachChangeAndWhatItCameFrom) {
  by = {trigger::request, "make"};
  const auto id = running();
  by = {trigger::request, "halt"};
  wish(id, event::stop_asked{});
  EXPECT_EQ(words_of(past(id)),
            (std::vector<std::string>{"starting make", "running make",
                                      "stopping halt", "stopped halt"}));
  EXPECT_EQ(past(id).changes.back().why, stop_reason::asked);
  EXPECT_EQ(past(id).changes.back().at, wall());
}

TEST_F(History, TellsWhatEachLookFound) {
  const auto id = running();
  report(id, 2);
  time.advance(105s);
  report(id, 0);
  time.advance(3min);
  std::vector<verdict> found;
  for (const auto& one : past(id).checks)
    found.push_back(one.found);
  EXPECT_EQ(found, (std::vector{verdict::busy, verdict::idle,
                                verdict::idle_again}));
}

TEST_F(History, SurvivesAKill) {
  by = {trigger::request, "make"};
  const auto id = running();
  by = {trigger::request, "halt"};
  engine->hold("stop");
  wish(id, event::stop_asked{});
  const auto before = past(id);
  ASSERT_EQ(words_of(before).back(), "stopping halt");
  crash();
  engine->release();
  context.reset();
  boot();
  const auto after = past(id);
  ASSERT_GE(after.changes.size(), before.changes.size());
  for (std::size_t i = 0; i < before.changes.size(); ++i)
    EXPECT_EQ(after.changes[i].to, before.changes[i].to) << i;
  EXPECT_EQ(words_of(after).back(), "stopped recovery");
}

TEST_F(History, GoesWithItsContainer) {
  const auto id = running();
  ASSERT_GT(context->past->size(), 0u);
  remove(id);
  EXPECT_EQ(context->past->size(), 0u);
}

TEST_F(History, IsBoundedInTheRecord) {
  const auto id = running();
  for (int i = 0; i < 20; ++i) {
    wish(id, event::stop_asked{});
    wish(id, event::start_asked{});
  }
  EXPECT_EQ(past(id).changes.size(), chronicle::most_changes);
  const auto& stored_past
    = stored->at(containers->find(id).entry->view->who->id).past;
  EXPECT_LE(stored_past.changes.size(), chronicle::most_stored + 1);
  EXPECT_GE(stored_past.changes.size(), chronicle::most_stored);
}

} // namespace spin::test
