#include <map>
#include <random>

#include "tests/doubles/server_fixture.hpp"

// Who listens, and applies what is told, has the same before the eyes as who
// asks for the list.

namespace spin::test {

namespace {

/// What a client makes of the events.
class mirror {
public:
  void apply(const bulletin& what) {
    if (!what.about)
      return;
    const auto& id = what.about->who->id;
    switch (what.what) {
    case tiding::created:
    case tiding::adopted:
      EXPECT_FALSE(all_.contains(id)) << "told twice of its beginning";
      all_[id] = what.about;
      break;
    case tiding::removed:
      EXPECT_EQ(all_.erase(id), 1u) << "told of the end of nothing";
      break;
    case tiding::failed: // tells how it is only if it is listed
      if (is_listed(*what.about))
        all_[id] = what.about;
      break;
    default:
      EXPECT_TRUE(all_.contains(id)) << to_string(what.what) << " of nothing";
      all_[id] = what.about;
    }
  }

  const std::map<std::string, view_ptr>& all() const { return all_; }

private:
  std::map<std::string, view_ptr> all_;
};

/// What GET shows, but what each report moves a little.
std::string shown(const container_view& view, const server_policy& server,
                  instant now) {
  const auto& l = view.life;
  const auto policy = policy_of(view, server);
  std::string text{status_of(view)};
  text += ' ' + view.who->container_id + ' ' + std::to_string(l.active);
  for (const auto& port : view.run->ports)
    text += ' ' + std::to_string(port.host_port);
  text +=
      l.held_until > now
          ? " held " + std::to_string(l.held_until.time_since_epoch().count())
          : "";
  text += l.busy_until > now ? " busy" : "";
  text += " timeout " + std::to_string(policy.interval.count());
  if (l.now == phase::stopped && l.ended)
    text += ' ' + std::string{to_string(l.ended->why)};
  if (l.active == 0 && l.busy_until <= now)
    if (const auto at = stops_at(l, policy); at && !l.busy_since_check)
      text += " stops " + std::to_string(at->time_since_epoch().count());
  return text;
}

policy_overrides timeout_of(std::chrono::seconds what) {
  policy_overrides own;
  own.timeout = what;
  return own;
}

class EventMirror : public server_fixture {
protected:
  void read_on() {
    for (;;) {
      const auto page = context->feed->after(at_, 100);
      ASSERT_FALSE(page.lost);
      for (const auto& one : page.all) {
        seen_.apply(one->what);
        words_ += ' ' + std::string{to_string(one->what.what)};
        at_ = one->number;
      }
      if (page.all.empty())
        return;
    }
  }

  /// Returns what was told since it was asked last.
  std::string told() {
    time.settle();
    read_on();
    return std::exchange(words_, {});
  }

  void expect_same(const std::string& when) {
    told();
    std::map<std::string, std::string> ours;
    std::map<std::string, std::string> theirs;
    for (const auto& each : containers->list())
      ours[each->who->id] = shown(*each, context->policy, time.now());
    for (const auto& [id, view] : seen_.all())
      theirs[id] = shown(*view, context->policy, time.now());
    ASSERT_EQ(theirs, ours) << when;
  }

  std::string any(std::mt19937_64& dice) {
    const auto all = containers->list();
    return all.empty() ? std::string{}
                       : all[dice() % all.size()]->who->container_id;
  }

  void step(std::mt19937_64& dice) {
    const auto id = any(dice);
    const auto what = dice() % 14;
    if (id.empty() || what == 0) {
      create();
      return;
    }
    const auto of = [&](auto x) { wish(id, any_wish{x}); };
    switch (what) {
    case 1:
      return of(event::stop_asked{});
    case 2:
      return of(event::start_asked{});
    case 3:
      return of(event::keep_alive_asked{span{dice() % 3 * 20s}});
    case 4:
      return of(timeout_of(std::chrono::seconds{5 + dice() % 3 * 5}));
    case 5:
      remove(id);
      return;
    case 6:
    case 7:
      return report(id, dice() % 3);
    case 8:
      caf::anon_send(actor(id), any_event{event::reported{
                                    {std::nullopt, span{dice() % 2 * 15s}}}});
      return;
    case 9:
      engine->end_by_itself(id, static_cast<int>(dice() % 2));
      return;
    case 10:
      audit();
      return;
    case 11:
      engine->fail_next(std::array{"start", "stop", "inspect", "remove",
                                   "create"}[dice() % 5],
                        dice() % 2 == 0 ? errc::engine_refused
                                        : errc::timed_out);
      return;
    default:
      time.advance(std::chrono::seconds{1 + dice() % 12});
      return;
    }
  }

private:
  mirror seen_;
  std::uint64_t at_ = 0;
  std::string words_;
};

} // namespace

TEST_F(EventMirror, ALifeIsToldWordByWord) {
  const auto id = running();
  EXPECT_EQ(told(), " created started ready");
  report(id, 2);
  report(id, 2);
  EXPECT_EQ(told(), " checked_in");
  wish(id, event::keep_alive_asked{60s});
  EXPECT_EQ(told(), " held");
  wish(id, timeout_of(20s));
  EXPECT_EQ(told(), " changed");
  wish(id, event::stop_asked{});
  EXPECT_EQ(told(), " stopping stopped");
  wish(id, event::start_asked{});
  EXPECT_EQ(told(), " changed started ready");
  remove(id);
  EXPECT_EQ(told(), " removed");
}

TEST_F(EventMirror, AnIdleOneIsToldToStopSoonThenToStop) {
  policy.warn_before = 5s;
  crash();
  boot();
  running();
  told();
  time.advance(110s);
  EXPECT_EQ(told(), " stopping_soon stopping stopped");
}

TEST_F(EventMirror, OneThatNobodyKnowsIsAdopted) {
  running();
  stored->records.clear();
  crash();
  boot();
  const auto page = context->feed->after(0, 10);
  ASSERT_GE(page.all.size(), 2u);
  EXPECT_EQ(page.all[0]->what.what, tiding::adopted);
  EXPECT_EQ(page.all[1]->what.what, tiding::started);
}

TEST_F(EventMirror, ACallThatFailsIsToldOnceAndByWhom) {
  const auto id = running();
  told();
  for (int i = 0; i < 3; ++i)
    engine->fail_next("stop", errc::engine_refused);
  wish(id, event::stop_asked{});
  time.advance(2min);
  EXPECT_EQ(told(), " stopping failed stopped");
  for (const auto& one : context->feed->after(0, 100).all)
    if (one->what.what == tiding::failed) {
      EXPECT_EQ(one->what.call, "stop");
      EXPECT_EQ(one->what.trouble.code, errc::engine_refused);
      EXPECT_EQ(one->what.by, by);
    }
}

TEST_F(EventMirror, ACreateThatFailedIsNotListedAndTold) {
  engine->fail_next("start", errc::engine_refused);
  EXPECT_FALSE(create());
  EXPECT_EQ(told(), " failed");
}

TEST_F(EventMirror, NothingIsToldOfAServerAtRest) {
  policy.disabled = true;
  crash();
  boot();
  running();
  told();
  time.advance(1h);
  EXPECT_EQ(told(), "");
}

// The law, over seeded lives.
TEST_F(EventMirror, WhoAppliesTheEventsSeesWhatTheListShows) {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    std::mt19937_64 dice{seed};
    for (int i = 0; i < 60; ++i) {
      step(dice);
      expect_same("seed " + std::to_string(seed) + " step "
                  + std::to_string(i));
      if (HasFatalFailure())
        return;
    }
    for (const auto& each : containers->list())
      remove(each->who->container_id);
    time.advance(3min);
  }
}

} // namespace spin::test
