#include "http/event_fan.hpp"

#include <random>

#include <gmock/gmock.h>

#include "http/event_text.hpp"
#include "samples.hpp"
#include "tests/doubles/virtual_time.hpp"

using namespace spin;
using namespace spin::http;
using namespace spin::http::test;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;

namespace {

/// What somebody at the other end has received.
struct reader {
  std::string text;
  /// What was sent and is not taken yet.
  std::size_t unread = 0;
  bool reads = true;
  bool left = false;
};

class reader_sink final : public event_sink {
public:
  explicit reader_sink(std::shared_ptr<reader> to) : to_(std::move(to)) {
    // nop
  }
  bool write(std::string_view text) override {
    if (to_->left)
      return false;
    to_->text += text;
    if (!to_->reads)
      to_->unread += text.size();
    return true;
  }
  std::optional<std::size_t> waiting() override {
    return to_->left ? std::nullopt : std::optional{to_->unread};
  }

private:
  std::shared_ptr<reader> to_;
};

using reader_ptr = std::shared_ptr<reader>;

/// Reads a stream as a browser does.
struct received {
  std::vector<std::string> events; ///< "ID TYPE"
  std::string last_id;

  explicit received(std::string_view text) {
    std::string type;
    bool has_data = false;
    for (std::size_t end = 0; (end = text.find('\n')) != std::string_view::npos;
         text.remove_prefix(end + 1)) {
      const auto line = text.substr(0, end);
      if (line.starts_with("id: "))
        last_id = line.substr(4);
      else if (line.starts_with("event: "))
        type = line.substr(7);
      else if (line.starts_with("data: "))
        has_data = true;
      else if (line.empty() && std::exchange(has_data, false))
        events.push_back(last_id + ' ' + std::exchange(type, {}));
    }
  }
};

class EventFan : public testing::Test {
protected:
  EventFan() { begin({1000, 1 << 24}); }
  ~EventFan() override { caf::anon_send_exit(fan, caf::exit_reason::kill); }

  void begin(event_feed::limits most) {
    if (fan)
      caf::anon_send_exit(fan, caf::exit_reason::kill);
    feed = std::make_shared<event_feed>(most, "e");
    fan =
        time.system().spawn(event_fan_actor, feed, some_time, server_policy{},
                            std::make_shared<telemetry>());
    time.settle();
  }

  reader_ptr join(
      std::optional<std::string> last_id = std::nullopt,
      event_filter wants = {}, principal who = {"admin", role::admin},
      std::function<bool()> is_welcome = [] { return true; }) {
    auto to = std::make_shared<reader>();
    join_with(to, last_id, std::move(wants), std::move(who),
              std::move(is_welcome));
    return to;
  }

  void join_with(
      const reader_ptr& to, std::optional<std::string> last_id,
      event_filter wants = {}, principal who = {"admin", role::admin},
      std::function<bool()> is_welcome = [] { return true; }) {
    auto one = std::make_shared<listener>();
    one->to = std::make_unique<reader_sink>(to);
    one->wants = std::move(wants);
    one->who = std::move(who);
    one->at = resume_at(*feed, last_id);
    one->is_welcome = std::move(is_welcome);
    caf::anon_send(fan, atom::watch_v, std::move(one));
    time.settle();
  }

  void publish(tiding what = tiding::started, char digit = 'a',
               const std::string& owner = "") {
    auto view = some_container(digit);
    auto who = *view.who;
    who.owner = owner;
    view.who = std::make_shared<const identity>(who);
    feed->publish(bulletin_of(what, shared(view), {}, some_time()));
  }

  static std::vector<std::string> events(const reader_ptr& of) {
    return received{of->text}.events;
  }

  spin::test::virtual_time time;
  std::shared_ptr<event_feed> feed;
  event_fan_handle fan;
};

} // namespace

TEST_F(EventFan, PassesOnWhatHappensWhileSomebodyListens) {
  publish();
  const auto one = join();
  EXPECT_EQ(one->text, event_opening("e-1", false, {}));
  publish(tiding::stopped);
  time.settle();
  publish(tiding::removed);
  time.settle();
  EXPECT_EQ(events(one),
            (std::vector<std::string>{"e-2 stopped", "e-3 removed"}));
}

TEST_F(EventFan, CostsNothingWhileNobodyListens) {
  for (int i = 0; i < 100; ++i)
    publish();
  EXPECT_TRUE(time.idle()) << "it was woken";
  EXPECT_EQ(time.alarms(), 0u);
  const auto one = join();
  one->left = true;
  time.advance(20s);
  EXPECT_EQ(time.alarms(), 0u) << "the last has left";
}

TEST_F(EventFan, ATextIsMadeOnceForAll) {
  std::vector<reader_ptr> all;
  for (int i = 0; i < 50; ++i)
    all.push_back(join());
  publish();
  time.settle();
  const auto& one = *feed->after(0, 1).all.at(0);
  bool again = false;
  feed->text_of(one, audience::all, [&] {
    again = true;
    return std::string{};
  });
  EXPECT_FALSE(again);
  for (const auto& each : all)
    EXPECT_EQ(each->text, all.front()->text);
}

TEST_F(EventFan, ABeatComesEveryFifteenSecondsAndSaysWhereToGoOn) {
  const auto one = join(std::nullopt, event_filter::none());
  publish();
  time.settle();
  one->text.clear();
  time.advance(14s);
  EXPECT_THAT(one->text, IsEmpty());
  time.advance(2s);
  EXPECT_EQ(one->text, event_heartbeat("e-1"));
  time.advance(60s);
  EXPECT_EQ(one->text.size(), 5 * event_heartbeat("e-1").size());
}

TEST_F(EventFan, WhoIsNotWelcomeAnyMoreIsOutWithTheNextBeat) {
  bool welcome = true;
  const auto one = join(std::nullopt, {}, {"ann", role::user, "token"},
                        [&welcome] { return welcome; });
  time.advance(20s);
  welcome = false;
  time.advance(16s);
  one->text.clear();
  publish(tiding::started, 'a', "ann");
  time.advance(20s);
  EXPECT_THAT(one->text, IsEmpty());
}

TEST_F(EventFan, EverybodySeesWhatTheyMaySee) {
  const auto admin = join();
  const auto eve = join(std::nullopt, {}, {"eve", role::viewer});
  const auto ann = join(std::nullopt, {}, {"ann", role::user});
  const auto bob = join(std::nullopt, {}, {"bob", role::user});
  publish(tiding::started, 'a', "ann");
  publish(tiding::stopped, 'b', "bob");
  publish(tiding::paused, 'c', "");
  bulletin part;
  part.what = tiding::degraded;
  part.trouble.what = "secret";
  feed->publish(part);
  time.settle();
  using list = std::vector<std::string>;
  const list all{"e-1 started", "e-2 stopped", "e-3 paused", "e-4 degraded"};
  EXPECT_EQ(events(admin), all);
  EXPECT_EQ(events(eve), all);
  EXPECT_EQ(events(ann), (list{"e-1 started", "e-4 degraded"}));
  EXPECT_EQ(events(bob), (list{"e-2 stopped", "e-4 degraded"}));
  EXPECT_THAT(eve->text, HasSubstr("secret"));
  EXPECT_THAT(bob->text, Not(HasSubstr("secret")));
}

TEST_F(EventFan, WhoDoesNotReadHoldsNobodyUpAndLosesTheStream) {
  begin({200, 1 << 24});
  const auto slow = join();
  const auto quick = join();
  slow->reads = false;
  for (int i = 0; i < 150; ++i) {
    publish();
    time.settle();
  }
  EXPECT_EQ(events(quick).size(), 150u);
  EXPECT_LT(slow->text.size(), most_unread + 40'000) << "held for it";
  const auto got = events(slow).size();
  EXPECT_LT(got, 150u);
  // It reads on in time: it has missed nothing.
  slow->unread = 0;
  slow->reads = true;
  time.advance(1s);
  EXPECT_EQ(events(slow).size(), 150u);
  // It does not: what it should get next is gone, and so is its stream.
  slow->reads = false;
  for (int i = 0; i < 500; ++i) {
    publish();
    time.advance(1ms);
  }
  slow->unread = 0;
  slow->reads = true;
  const auto last = events(slow).size();
  time.advance(1min);
  EXPECT_EQ(events(slow).size(), last);
  EXPECT_EQ(events(quick).size(), 650u);
}

TEST_F(EventFan, ALongReplayComesInShares) {
  for (int i = 0; i < 900; ++i)
    publish();
  const auto one = join("e-0");
  EXPECT_EQ(events(one).size(), 900u);
}

// Law: for any history and any cuts, what somebody saw before and after each
// return is what they would have seen in one go, or there was a reset.
TEST_F(EventFan, WhoComesBackHasMissedNothingOrIsTold) {
  std::size_t resets = 0;
  for (std::uint64_t seed = 1; seed <= 150; ++seed) {
    std::mt19937_64 dice{seed};
    begin({50, 1 << 24});
    auto wants = event_filter{};
    if (dice() % 2 == 0) {
      wants = event_filter::none();
      for (std::size_t i = 0; i < tidings; ++i)
        if (dice() % 2 == 0)
          wants.add(static_cast<tiding>(i));
    }
    if (dice() % 3 == 0)
      wants.container = std::string(64, static_cast<char>('a' + dice() % 2));
    const principal who{"ann", dice() % 2 == 0 ? role::user : role::viewer};
    const auto whole = join(std::nullopt, wants, who);
    auto part = join(std::nullopt, wants, who);
    std::vector<std::string> seen;
    bool was_reset = false;
    const auto take = [&] {
      for (auto& each : received{part->text}.events) {
        if (each.ends_with(" reset")) {
          was_reset = true;
          seen.clear(); // reads the list again
        } else {
          seen.push_back(each);
        }
      }
      if (was_reset)
        ++resets;
    };
    for (int i = 0; i < 80; ++i) {
      const auto many = dice() % 12 == 0 ? 60 : dice() % 4;
      const bool away = dice() % 4 == 0;
      std::string last_id;
      if (away) {
        take();
        last_id = received{part->text}.last_id;
        part->left = true;
      }
      for (std::uint64_t n = 0; n < many; ++n) {
        publish(static_cast<tiding>(dice() % tidings),
                static_cast<char>('a' + dice() % 2),
                dice() % 2 == 0 ? "ann" : "bob");
        if (!away || dice() % 2 == 0)
          time.settle();
      }
      if (dice() % 5 == 0)
        time.advance(16s);
      time.settle();
      if (away) {
        part = std::make_shared<reader>();
        join_with(part, last_id, wants, who);
      }
    }
    take();
    // What was seen since the last reset is the end of the whole.
    const auto all = events(whole);
    ASSERT_LE(seen.size(), all.size()) << "seed " << seed;
    const std::vector<std::string> end(
        all.end() - static_cast<std::ptrdiff_t>(seen.size()), all.end());
    ASSERT_EQ(seen, end) << "seed " << seed;
    if (!was_reset) {
      ASSERT_EQ(seen.size(), all.size()) << "seed " << seed;
    }
  }
  EXPECT_GT(resets, 10u) << "the hard case never came";
}
