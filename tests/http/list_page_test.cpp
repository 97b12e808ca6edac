#include "http/list_page.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <random>
#include <set>

#include <gmock/gmock.h>

#include "samples.hpp"

using namespace spin;
using namespace spin::http;
using namespace spin::http::test;
using testing::ElementsAre;
using testing::IsEmpty;

namespace {

constexpr std::array every_order{list_order::created, list_order::name,
                                 list_order::image, list_order::status,
                                 list_order::stops_at};

/// What a test sets of a container.
struct traits {
  std::string id;
  std::string name = "n";
  std::string image = "i";
  std::string owner = {};
  phase now = phase::running;
  std::chrono::seconds age{0};
  std::chrono::seconds left{100};
};

view_ptr made(const traits& of) {
  auto view = in_phase(of.now);
  auto who = *view.who;
  who.id = of.id;
  who.container_id = of.id + std::string(64 - of.id.size(), '0');
  who.name = of.name;
  who.image = of.image;
  who.owner = of.owner;
  who.created_at = some_time().wall - of.age;
  view.who = std::make_shared<const identity>(who);
  view.life.next_check = some_time().steady + of.left;
  return shared(view);
}

/// The same with labels.
view_ptr labelled(const std::string& id,
                  std::map<std::string, std::string> labels) {
  auto view = *made({.id = id});
  create_options options;
  options.labels = std::move(labels);
  view.made_with = share(options);
  return shared(view);
}

std::vector<std::string> ids(const std::vector<view_ptr>& of) {
  std::vector<std::string> all;
  for (const auto& each : of)
    all.push_back(each->who->id);
  return all;
}

std::vector<std::string> shown(const std::vector<view_ptr>& all,
                               const list_query& what) {
  return ids(page_of(all, what, {}).shown);
}

list_query sorted(list_order by, bool descending = false) {
  list_query what;
  what.by = by;
  what.descending = descending;
  return what;
}

/// A fleet that others change while somebody pages through it.
class fleet {
public:
  explicit fleet(unsigned seed) : random_(seed) {
    for (int i = 0; i < 60; ++i)
      add();
  }

  void add() {
    traits of;
    of.id = "id" + std::to_string(random_() % 1'000'000) + "x"
            + std::to_string(++made_);
    // Few values, so that many are the same.
    of.name = "name" + std::to_string(random_() % 9);
    of.image = "image" + std::to_string(random_() % 4);
    of.now = std::array{phase::running, phase::stopped,
                        phase::stopping}[random_() % 3];
    of.age = std::chrono::seconds{random_() % 20};
    of.left = std::chrono::seconds{random_() % 20};
    all_[of.id] = made(of);
  }

  void remove() {
    if (all_.empty())
      return;
    const auto i = std::next(
        all_.begin(), static_cast<std::ptrdiff_t>(random_() % all_.size()));
    all_.erase(i);
  }

  void change() {
    for (auto n = random_() % 4; n > 0; --n)
      random_() % 2 == 0 ? add() : remove();
  }

  std::vector<view_ptr> views() const {
    std::vector<view_ptr> result;
    for (const auto& [id, each] : all_)
      result.push_back(each);
    return result;
  }

  std::set<std::string> present() const {
    std::set<std::string> result;
    for (const auto& [id, each] : all_)
      result.insert(id);
    return result;
  }

  unsigned roll() { return static_cast<unsigned>(random_()); }

private:
  std::mt19937 random_;
  int made_ = 0;
  std::map<std::string, view_ptr> all_;
};

} // namespace

TEST(ListPage, FiltersByEachTraitAndByAllOfThem) {
  const std::vector all{
      made({.id = "a", .name = "Bold_Bee", .image = "x/db", .owner = "eve"}),
      made({.id = "b", .name = "calm_cat", .image = "x/web", .owner = "eve"}),
      made({.id = "c",
            .name = "dire_dog",
            .image = "x/db",
            .owner = "ann",
            .now = phase::stopped}),
      made({.id = "d", .name = "eager_elk", .image = "x/db:2"})};
  list_query what;
  what.statuses = {"stopped", "failed"};
  EXPECT_THAT(shown(all, what), ElementsAre("c"));
  what = {};
  what.image = "x/db";
  EXPECT_THAT(shown(all, what), testing::UnorderedElementsAre("a", "c"));
  what.owner = "eve";
  EXPECT_THAT(shown(all, what), ElementsAre("a"));
  what = {};
  what.owner = "admin"; // whose is nobody's
  EXPECT_THAT(shown(all, what), ElementsAre("d"));
  for (const auto& [words, id] : std::map<std::string, std::string>{
           {"bee", "a"}, {"web", "b"}, {"ann", "c"}, {"d00", "d"}}) {
    what = {};
    what.words = words;
    EXPECT_THAT(shown(all, what), ElementsAre(id)) << words;
  }
  what.words = "0a"; // not the beginning of an id
  EXPECT_THAT(shown(all, what), IsEmpty());
}

TEST(ListPage, SortsBothWays) {
  using namespace std::chrono_literals;
  const std::vector all{
      made({.id = "a", .name = "z", .image = "q", .age = 3s, .left = 7s}),
      made({.id = "b", .name = "y", .image = "q", .age = 2s, .left = 5s}),
      made({.id = "c", .name = "x", .image = "p", .age = 1s, .left = 6s})};
  EXPECT_THAT(shown(all, sorted(list_order::created)),
              ElementsAre("a", "b", "c"));
  EXPECT_THAT(shown(all, sorted(list_order::name)), ElementsAre("c", "b", "a"));
  EXPECT_THAT(shown(all, sorted(list_order::image)),
              ElementsAre("c", "a", "b"));
  EXPECT_THAT(shown(all, sorted(list_order::stops_at)),
              ElementsAre("b", "c", "a"));
  for (auto by : every_order) {
    auto up = shown(all, sorted(by));
    std::reverse(up.begin(), up.end());
    EXPECT_EQ(shown(all, sorted(by, true)), up) << to_string(by);
  }
}

TEST(ListPage, WhatDoesNotStopComesLastEitherWay) {
  const std::vector all{made({.id = "a", .now = phase::stopped}),
                        made({.id = "b"})};
  EXPECT_THAT(shown(all, sorted(list_order::stops_at)), ElementsAre("b", "a"));
  EXPECT_THAT(shown(all, sorted(list_order::stops_at, true)),
              ElementsAre("b", "a"));
}

// An image or a name may be longer than a cursor: the order is the same for all
// that begin alike.
TEST(ListPage, TurnsPagesOverVeryLongNames) {
  std::vector<view_ptr> all;
  for (const auto* id : {"a", "b", "c"})
    all.push_back(made({.id = id, .name = std::string(2000, 'n') + id}));
  auto what = sorted(list_order::name);
  what.limit = 1;
  std::set<std::string> seen;
  for (int i = 0; i < 3; ++i) {
    const auto page = page_of(all, what, {});
    ASSERT_EQ(page.shown.size(), 1u);
    seen.insert(page.shown.front()->who->id);
    what.after = page.next;
    if (page.next) {
      EXPECT_LE(to_text(*page.next).size(), 1024u);
    }
  }
  EXPECT_EQ(seen.size(), 3u);
  EXPECT_FALSE(what.after);
}

TEST(ListPage, PagesOfWhatDoesNotChangeAreTheWholeList) {
  for (unsigned seed = 0; seed < 40; ++seed) {
    fleet some{seed};
    const auto all = some.views();
    auto what = sorted(every_order.at(seed % 5), seed % 2 == 0);
    const auto whole = shown(all, what);
    what.limit = 1 + some.roll() % 20;
    std::vector<std::string> pages;
    do {
      const auto page = page_of(all, what, {});
      ASSERT_EQ(page.matches, all.size());
      ASSERT_FALSE(page.shown.empty());
      ASSERT_LE(page.shown.size(), *what.limit);
      std::ranges::copy(ids(page.shown), std::back_inserter(pages));
      what.after = page.next;
    } while (what.after);
    ASSERT_EQ(pages, whole) << seed;
  }
}

// The law of the cursor: whatever comes and goes between two pages, who is
// there all the time is shown once, and nobody twice.
TEST(ListPage, NobodyIsShownTwiceOrLeftOutWhileOthersComeAndGo) {
  for (unsigned seed = 0; seed < 200; ++seed) {
    fleet some{seed};
    auto what = sorted(every_order.at(seed % 5), seed % 2 == 0);
    what.limit = 1 + some.roll() % 20;
    auto always = some.present();
    std::multiset<std::string> seen;
    do {
      const auto page = page_of(some.views(), what, {});
      for (const auto& id : ids(page.shown))
        seen.insert(id);
      // As a client has it: through the text.
      what.after = page.next ? read_cursor(to_text(*page.next)) : std::nullopt;
      some.change();
      std::set<std::string> still;
      const auto now = some.present();
      std::ranges::set_intersection(always, now,
                                    std::inserter(still, still.begin()));
      always = still;
    } while (what.after);
    for (const auto& id : seen)
      ASSERT_EQ(seen.count(id), 1u) << seed << ' ' << id;
    for (const auto& id : always)
      ASSERT_EQ(seen.count(id), 1u) << seed << ' ' << id;
  }
}

TEST(ListPage, LabelsAreMetAllOfThem) {
  const std::vector<view_ptr> all{labelled("a1", {{"course", "sql"}}),
                                  labelled("b2", {{"course", "web"}, {"new", ""}}),
                                  made({.id = "c3"})};
  const auto with = [&](std::vector<std::string> labels) {
    list_query what;
    what.labels = std::move(labels);
    return shown(all, what);
  };
  EXPECT_THAT(with({"course"}), ElementsAre("a1", "b2"));
  EXPECT_THAT(with({"course=sql"}), ElementsAre("a1"));
  EXPECT_THAT(with({"course", "new"}), ElementsAre("b2"));
  EXPECT_THAT(with({"course=sql", "new"}), IsEmpty());
  EXPECT_THAT(with({"new="}), ElementsAre("b2"));
  EXPECT_THAT(with({"other"}), IsEmpty());
}
