#include "actors/vanished_book.hpp"

#include <gtest/gtest.h>

#include "actors/lifecycle_cases.hpp"

namespace spin {

namespace {

using namespace std::chrono_literals;

const utc gone_time{1'800'000'000'000ms};

std::string id_of(int n) {
  auto digits = std::to_string(n);
  return std::string(12, 'c') + digits + std::string(52 - digits.size(), 'f');
}

vanished one(int n, utc at = gone_time) {
  vanished result;
  result.container_id = id_of(n);
  result.name = "n" + std::to_string(n);
  result.at = at;
  return result;
}

const auto nowhere = [](const vanished&) {
  // nop
};

} // namespace

TEST(VanishedBook, IsFoundByTwelveDigitsOrMore) {
  vanished_book book;
  book.put(one(1), nowhere);
  EXPECT_EQ(book.find(id_of(1), gone_time)->name, "n1");
  EXPECT_EQ(book.find(id_of(1).substr(0, 12), gone_time)->name, "n1");
  EXPECT_EQ(book.find(id_of(1).substr(0, 11), gone_time), nullptr);
  EXPECT_EQ(book.find(id_of(2), gone_time), nullptr);
  EXPECT_EQ(book.get(id_of(1), gone_time)->name, "n1");
  EXPECT_EQ(book.get(id_of(1).substr(0, 12), gone_time), nullptr);
  book.put(one(2), nowhere);
  EXPECT_EQ(book.find(id_of(1).substr(0, 12), gone_time), nullptr) << "two of them";
  EXPECT_EQ(book.find(id_of(1).substr(0, 13), gone_time)->name, "n1");
  EXPECT_TRUE(book.drop(id_of(1)));
  EXPECT_FALSE(book.drop(id_of(1)));
  EXPECT_EQ(book.find(id_of(1).substr(0, 12), gone_time)->name, "n2");
}

TEST(VanishedBook, IsStoredBeforeAnybodySeesIt) {
  vanished_book book;
  std::vector<std::string> stored;
  book.put(one(1), [&](const vanished& what) { stored.push_back(what.name); });
  EXPECT_EQ(stored, std::vector<std::string>{"n1"});
  EXPECT_EQ(book.all().size(), 1u);
}

TEST(VanishedBook, ForgetsWhatIsTooOld) {
  vanished_book book{1h};
  book.fill({one(1, gone_time - 1h), one(2, gone_time - 59min), one(3, gone_time + 9h)});
  EXPECT_EQ(book.find(id_of(1), gone_time), nullptr) << "also before it is trimmed";
  EXPECT_EQ(book.get(id_of(1), gone_time), nullptr);
  EXPECT_EQ(book.trim(gone_time), std::vector{id_of(1)});
  EXPECT_EQ(book.trim(gone_time), std::vector<std::string>{});
  EXPECT_EQ(book.trim(gone_time + 1min), std::vector{id_of(2)});
  EXPECT_EQ(book.all().size(), 1u);
}

TEST(VanishedBook, OfTooManyTheOldestGoFirst) {
  vanished_book book{24h, 3};
  for (int n = 0; n < 8; ++n) // 3 0 5 2 7 4 1 6 are older and older
    book.put(one(n, gone_time - 1s * ((n * 5 + 1) % 8)), nowhere);
  const auto gone = book.trim(gone_time);
  ASSERT_EQ(gone.size(), 5u);
  for (int n : {3, 0, 5})
    EXPECT_NE(book.get(id_of(n), gone_time), nullptr) << n;
}

TEST(VanishedBook, KeepsNothingIfNothingIsToBeKept) {
  vanished_book book{0s};
  bool stored = false;
  book.put(one(1), [&](const vanished&) { stored = true; });
  EXPECT_FALSE(stored);
  EXPECT_TRUE(book.all().empty());
  book.fill({one(1), one(2, gone_time + 1h)});
  EXPECT_EQ(book.find(id_of(1), gone_time), nullptr);
  EXPECT_EQ(book.trim(gone_time).size(), 2u) << "what an earlier start has left";
}

// A damaged record may name any moment.
TEST(VanishedBook, NoMomentIsTooFar) {
  vanished_book book;
  book.fill({one(1, utc::min()), one(2, utc::max())});
  EXPECT_EQ(book.trim(gone_time), std::vector{id_of(1)});
}

// -- who is lost: every phase by every event ----------------------------------

TEST(VanishedLaws, OneThatIsToGoOrWasNeverToldOfIsNotLost) {
  std::size_t lost = 0;
  std::size_t gone = 0;
  for (const auto was : table_phases())
    for (const auto& what : table_events())
      for (const auto want : {wanted::running, wanted::stopped, wanted::paused,
                              wanted::removed})
        for (const bool fresh : {true, false})
          for (const auto code : {errc::none, errc::no_such_container}) {
            auto one = plain_case(was, what.what);
            one.was.want = want;
            one.was.fresh = fresh;
            if (code != errc::none)
              one.what = event::failed{code};
            const auto next
              = decide(one.was, one.policy, one.what, table_now).next;
            if (next.now != phase::gone || was == phase::gone)
              continue;
            ++gone;
            const bool told = !fresh && want != wanted::removed
                              && was != phase::removing;
            ASSERT_EQ(is_lost(one.was, next), told)
              << to_string(was) << ' ' << what.title;
            lost += told ? 1 : 0;
          }
  EXPECT_GT(lost, 100u);
  EXPECT_GT(gone, 2 * lost);
  lifecycle runs;
  runs.fresh = false;
  runs.now = phase::running;
  EXPECT_FALSE(is_lost(runs, runs));
}

TEST(VanishedBook, TakesFromAViewWhatItTakesToMakeItAgain) {
  identity who;
  who.container_id = id_of(7);
  who.name = "web";
  who.image = "app";
  who.owner = "ann";
  who.created_at = gone_time - 1h;
  policy_overrides own;
  own.timeout = 60s;
  create_options options;
  options.memory = 64 << 20;
  container_view view;
  view.who = std::make_shared<const identity>(who);
  const auto bare = to_vanished(view, gone_time);
  EXPECT_EQ(bare.own, policy_overrides{});
  EXPECT_EQ(bare.options, create_options{});
  view.own = std::make_shared<const policy_overrides>(own);
  view.made_with = share(options);
  EXPECT_EQ(to_vanished(view, gone_time),
            (vanished{id_of(7), "web", "app", "ann", own, options, gone_time - 1h,
                      gone_time}));
  EXPECT_EQ(owner_of(bare), "ann");
  EXPECT_EQ(owner_of(vanished{}), "admin");
}

} // namespace spin
