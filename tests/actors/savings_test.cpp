#include "actors/savings.hpp"

#include <gtest/gtest.h>

#include <random>

#include "tests/doubles/server_fixture.hpp"

namespace spin::test {

namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

/// Some moment at the beginning of an hour.
constexpr utc t0{std::chrono::hours{480'000}};

milliseconds total(const savings_book& book, utc now,
                   const open_savings& open = {}) {
  return book.read(open, now).all.total.time;
}

} // namespace

TEST(Savings, TimeCountsFromTheStopToItsEnd) {
  savings_book book{t0};
  book.note_stop("app", t0);
  book.note_saved("app", t0, t0 + 90min);
  const auto found = book.read({}, t0 + 2h);
  EXPECT_EQ(found.all.total, (saved{90min, 1}));
  EXPECT_EQ(found.all.day, (saved{90min, 1}));
  EXPECT_EQ(found.all.week, (saved{90min, 1}));
  EXPECT_EQ(found.saving_now, 0u);
}

TEST(Savings, WhatIsStillStoppedGrows) {
  const savings_book book{t0};
  const open_savings open{{"app", t0 - 48h}, {"web", t0}};
  const auto found = book.read(open, t0 + 1h);
  EXPECT_EQ(found.saving_now, 2u);
  EXPECT_EQ(found.all.total.time, 50h);
  EXPECT_EQ(found.all.day.time, 25h);
  EXPECT_EQ(found.all.week.time, 50h);
  EXPECT_EQ(found.since, t0 - 48h);
}

TEST(Savings, MemoryCountsWithTheTime) {
  constexpr std::uint64_t mebibyte = 1024 * 1024;
  savings_book book{t0};
  book.note_saved("app", t0, t0 + 90min, 2 * mebibyte);
  EXPECT_EQ(book.read({}, t0 + 2h).all.total.kibibyte_seconds,
            2u * 1024 * 5400);
  const auto found = book.read({{"web", t0, mebibyte}}, t0 + 2h);
  EXPECT_EQ(found.all.total.kibibyte_seconds, 2u * 1024 * 5400 + 1024 * 7200);
  EXPECT_EQ(found.all.week.kibibyte_seconds,
            found.all.total.kibibyte_seconds);
}

TEST(Savings, NotAllAreMeasuredAtOnce) {
  savings_book book{t0};
  for (int i = 0; i < savings_book::most_measured; ++i)
    EXPECT_TRUE(book.begin_measuring());
  EXPECT_FALSE(book.begin_measuring());
  book.end_measuring();
  EXPECT_TRUE(book.begin_measuring());
}

TEST(Savings, EachWindowHasWhatLiesInIt) {
  savings_book book{t0};
  book.note_saved("app", t0, t0 + 10h);
  const auto at = [&book](std::chrono::hours later) {
    const auto found = book.read({}, t0 + later).all;
    return std::pair{found.day.time, found.week.time};
  };
  EXPECT_EQ(at(10h), (std::pair<milliseconds, milliseconds>{10h, 10h}));
  EXPECT_EQ(at(30h), (std::pair<milliseconds, milliseconds>{4h, 10h}));
  EXPECT_EQ(at(34h), (std::pair<milliseconds, milliseconds>{0h, 10h}));
  EXPECT_EQ(at(7 * 24h + 9h), (std::pair<milliseconds, milliseconds>{0h, 1h}));
  EXPECT_EQ(at(9 * 24h), (std::pair<milliseconds, milliseconds>{0h, 0h}));
}

TEST(Savings, ImagesAreToldApartTheMostFirst) {
  savings_book book{t0};
  book.note_saved("web", t0, t0 + 1h);
  book.note_saved("app", t0, t0 + 2h);
  const auto found = book.read({{"db", t0 - 9h}}, t0 + 2h);
  ASSERT_EQ(found.images.size(), 3u);
  EXPECT_EQ(found.images[0].first, "db");
  EXPECT_EQ(found.images[1].first, "app");
  EXPECT_EQ(found.images[1].second.total.time, 2h);
  EXPECT_EQ(found.images[2].first, "web");
}

TEST(Savings, AWallClockThatIsSetBackTakesNothingAway) {
  savings_book book{t0};
  book.note_saved("app", t0, t0 + 1h);
  book.note_saved("app", t0 + 1h, t0);
  EXPECT_EQ(total(book, t0 - 5h), 1h);
  EXPECT_EQ(total(book, t0, {{"app", t0 + 3h}}), 1h);
}

TEST(Savings, ManyImagesAreKeptTogether) {
  savings_book book{t0};
  const auto count = savings_book::most_images + 50;
  for (std::size_t i = 0; i < count; ++i)
    book.note_saved("image" + std::to_string(i), t0, t0 + 1h);
  const auto found = book.read({}, t0 + 1h);
  EXPECT_EQ(found.images.size(), savings_book::most_images + 1);
  EXPECT_EQ(found.images.front().first, savings_book::rest);
  EXPECT_EQ(found.all.total.time, count * 1h);
}

TEST(Savings, OnlyWhatChangedIsStoredAgain) {
  savings_book book{t0};
  book.note_saved("app", t0, t0 + 1h);
  book.note_stop("web", t0);
  EXPECT_EQ(book.take_changed().size(), 2u);
  EXPECT_TRUE(book.take_changed().empty());
  book.note_stop("web", t0);
  EXPECT_EQ(book.take_changed().front().image, "web");
  book.touch_all();
  EXPECT_EQ(book.take_changed().size(), 2u);
}

TEST(Savings, AStartBesideUsCountsFromThatStart) {
  const auto run_at = [](utc at) {
    lifecycle life;
    life.now = phase::running;
    life.run_id =
        incarnation{std::chrono::nanoseconds{at.time_since_epoch()}.count()};
    return life;
  };
  const auto now = t0 + 5h;
  EXPECT_EQ(saved_until(t0, run_at(t0 + 2h), now), t0 + 2h);
  EXPECT_EQ(saved_until(t0, run_at(t0 + 6h), now), now);
  EXPECT_EQ(saved_until(t0, run_at(t0 - 2h), now), now); // it was paused
  auto starting = run_at(t0 + 2h);
  starting.now = phase::starting;
  EXPECT_EQ(saved_until(t0, starting, now), now);
}

TEST(SavingsLaws, NothingIsLostOrCountedTwiceOverRestarts) {
  std::mt19937_64 dice{20'271};
  for (int round = 0; round < 50; ++round) {
    savings_book first{t0};
    savings_book second{t0};
    auto now = t0;
    milliseconds expected{0};
    std::uint64_t stops = 0;
    auto last = std::pair{now, now};
    for (int i = 0; i < 60; ++i) {
      now += milliseconds{dice() % 20'000'000};
      const auto length = milliseconds{dice() % 2'000'000'000};
      for (auto* book : {&first, &second}) {
        book->note_saved("app", now - length, now);
        book->note_stop("app", now);
      }
      expected += length;
      ++stops;
      last = {now - length, now};
    }
    EXPECT_EQ(first.read({}, now).all.total, (saved{expected, stops}));
    savings_book restarted{t0 + 1000h};
    restarted.fill(first.take_changed());
    const auto again = restarted.read({}, now);
    EXPECT_EQ(again.all, second.read({}, now).all);
    EXPECT_EQ(again.since, t0);
    // A window has no more than all, and no more than a longer one.
    EXPECT_LE(again.all.day.time, again.all.week.time);
    EXPECT_LE(again.all.week.time, again.all.total.time);
    EXPECT_GE(again.all.week.time,
              std::min<milliseconds>(last.second - last.first, 7 * 24h));
  }
}

// -- in a whole server
// ------------------------------------------------------------

class ServerSavings : public server_fixture {
protected:
  /// Returns a container that was stopped because nobody used it.
  std::string idle(idle_action how = idle_action::stop) {
    const auto id = running();
    policy_overrides own;
    own.on_idle = how;
    wish(id, own);
    time.advance(110s);
    return id;
  }

  savings_report read() {
    open_savings open;
    const auto views = containers->list();
    for (const auto& view : views)
      if (const auto since =
              saves_since(view->life, context->past->of(view->who->id),
                          {time.now(), wall()}))
        open.push_back({view->who->image, *since,
                        context->savings->memory_of(view->who->id)});
    return context->savings->read(open, wall());
  }
};

// Its memory is measured when it is first found idle: when it is stopped there
// is none left. A restart of ours does not forget it.
TEST_F(ServerSavings, AStoppedContainerSavesItsMemory) {
  const auto id = running();
  docker::container_stats uses;
  uses.at = 1;
  uses.memory_used = 3 << 20;
  engine->use(id, uses);
  time.advance(110s);
  ASSERT_EQ(status(id), "stopped");
  time.advance(1h);
  EXPECT_EQ(read().all.total.kibibyte_seconds, 3u * 1024 * 3600);
  crash();
  boot();
  time.advance(1h);
  EXPECT_EQ(read().all.total.kibibyte_seconds, 3u * 1024 * 7200);
  EXPECT_TRUE(**wish(id, event::start_asked{}));
  EXPECT_EQ(context->savings->read({}, wall()).all.total.kibibyte_seconds,
            3u * 1024 * 7200);
}

TEST_F(ServerSavings, WhatCannotBeMeasuredIsNotGuessed) {
  const auto id = running();
  engine->fail_next("stats", errc::timed_out);
  time.advance(110s);
  ASSERT_EQ(status(id), "stopped");
  time.advance(1h);
  EXPECT_EQ(read().all.total.kibibyte_seconds, 0u);
  EXPECT_EQ(read().all.total.time, 1h);
}

TEST_F(ServerSavings, AStoppedContainerSavesUntilItIsStarted) {
  const auto id = idle();
  EXPECT_EQ(read().saving_now, 1u);
  time.advance(1h);
  EXPECT_EQ(read().all.total, (saved{1h, 1}));
  EXPECT_TRUE(**wish(id, event::start_asked{}));
  time.advance(90s);
  EXPECT_EQ(read().saving_now, 0u);
  EXPECT_EQ(read().all.total, (saved{1h, 1}));
}

TEST_F(ServerSavings, APausedContainerSavesUntilItIsResumed) {
  const auto id = idle(idle_action::pause);
  ASSERT_EQ(status(id), "paused");
  time.advance(1h);
  EXPECT_EQ(read().all.total, (saved{1h, 1}));
  EXPECT_TRUE(**wish(id, event::start_asked{}));
  EXPECT_EQ(read().saving_now, 0u);
  EXPECT_EQ(read().all.total, (saved{1h, 1}));
}

TEST_F(ServerSavings, AStopThatAClientWantedSavesNothing) {
  const auto id = running();
  wish(id, event::stop_asked{});
  time.advance(1h);
  EXPECT_EQ(read().all.total, saved{});
  EXPECT_EQ(read().saving_now, 0u);
}

TEST_F(ServerSavings, OneThatIsRemovedForIdlenessIsAStopThatSavesNoTime) {
  idle(idle_action::remove);
  ASSERT_TRUE(containers->list().empty());
  time.advance(1h);
  EXPECT_EQ(read().all.total, (saved{0h, 1}));
}

TEST_F(ServerSavings, OneThatAClientRemovesSavesNoMore) {
  const auto id = idle();
  time.advance(1h);
  remove(id);
  time.advance(1h);
  EXPECT_EQ(read().all.total, (saved{1h, 1}));
}

TEST_F(ServerSavings, SurvivesAKill) {
  const auto id = idle();
  const auto other = idle();
  time.advance(1h);
  EXPECT_TRUE(**wish(id, event::start_asked{}));
  time.advance(1min);
  crash();
  boot();
  // The other one goes on; the first was stopped 110 s earlier.
  EXPECT_EQ(read().all.total, (saved{1h + 110s + 1h + 1min, 2}));
  EXPECT_EQ(read().saving_now, 1u);
}

TEST_F(ServerSavings, SurvivesAStoreThatWasEmptied) {
  const auto id = idle();
  time.advance(1h);
  EXPECT_TRUE(**wish(id, event::start_asked{}));
  time.advance(10s);
  stored->records.clear();
  stored->emptied = true;
  report(id, 1);
  time.advance(10s);
  crash();
  boot();
  EXPECT_EQ(read().all.total, (saved{1h, 1}));
}

TEST_F(ServerSavings, OneThatIsStartedBesideUsSavesNoMore) {
  const auto id = idle();
  time.advance(1h);
  engine->start_by_hand(id);
  audit();
  ASSERT_EQ(status(id), "running");
  time.advance(1min);
  EXPECT_EQ(read().all.total, (saved{1h, 1}));
}

} // namespace spin::test
