#include "actors/explain.hpp"

#include <random>

#include <gmock/gmock.h>

// The explanation keeps its word: what it says will happen, `decide` does.

namespace spin {

namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

const instant t0{std::chrono::hours{1000}};
/// 2027-01-15 08:00:00 UTC
const clock_pair start{t0, utc{1'800'000'000'000ms}};

clock_pair at(instant when) {
  return {when, start.to_utc(when)};
}

container_view view_of(const lifecycle& life) {
  static const auto who = std::make_shared<const identity>();
  container_view view;
  view.who = who;
  view.life = life;
  return view;
}

explanation explained(const lifecycle& life, const idle_policy& policy,
                      instant now) {
  return explain(view_of(life), policy, {}, at(now));
}

lifecycle running_since(instant began, const idle_policy& policy) {
  lifecycle life;
  life.fresh = false;
  life.now = phase::running;
  life.run_id = incarnation{1};
  life.began = began;
  life.next_check = began + policy.initial;
  return life;
}

/// A running container somewhere in its life, and its policy.
struct some_case {
  lifecycle life;
  idle_policy policy;
  instant now = t0;

  explicit some_case(std::mt19937& dice) {
    const auto length = [&dice](int most) {
      return span{std::chrono::seconds{1 + dice() % most}};
    };
    policy = {length(600), length(200),
              dice() % 4 == 0 ? span::zero() : length(800), dice() % 8 == 0};
    if (dice() % 3 == 0)
      policy.max_age = length(2000);
    if (dice() % 3 == 0)
      policy.on_idle = idle_action{static_cast<std::uint8_t>(dice() % 3)};
    policy.warn_before = span{std::chrono::seconds{dice() % 60}};
    life = running_since(t0, policy);
    for (auto steps = dice() % 12; steps > 0 && is_running(); --steps)
      live(dice);
  }

  bool is_running() const { return life.now == phase::running; }

  /// Feeds it and, while it runs, what the engine says if it is asked.
  void feed(const any_event& what) {
    life = decide(life, policy, what, now).next;
    if (is_running() && life.pending == call::inspect)
      life = decide(life, policy, event::saw{true, life.run_id}, now).next;
  }

  /// Time goes on to the next alarm or less; then something happens.
  void live(std::mt19937& dice) {
    const auto due = alarm_due(life, policy);
    const auto most = due ? *due - now : span{1000s};
    if (due && dice() % 2 == 0) {
      now = std::max(now, *due);
      return feed(event::alarm_rang{});
    }
    now += std::max(span::zero(), most) * (dice() % 90) / 100;
    if (dice() % 3 == 0)
      feed(event::keep_alive_asked{std::chrono::seconds{dice() % 500}});
    else
      feed(event::reported{{dice() % 2 ? 0 : dice() % 5, std::nullopt}});
  }

  /// Lets alarms ring as they are due until it ends; returns when that was.
  std::optional<instant> end_by(instant limit) {
    while (is_running()) {
      const auto due = alarm_due(life, policy);
      if (!due || *due > limit)
        return std::nullopt;
      now = std::max(now, *due);
      feed(event::alarm_rang{});
    }
    return now;
  }
};

bool ends_something(deciding_rule rule) {
  return rule == deciding_rule::in_use || rule == deciding_rule::looks
         || rule == deciding_rule::last_chance
         || rule == deciding_rule::max_age;
}

} // namespace

TEST(ExplainLaws, TheMomentNamedIsTheMomentOfTheStop) {
  std::mt19937 dice{5};
  int stops = 0;
  for (int i = 0; i < 20'000; ++i) {
    some_case one{dice};
    if (!one.is_running())
      continue;
    const auto told = explained(one.life, one.policy, one.now);
    ASSERT_EQ(told.stops_at.has_value(), ends_something(told.rule)) << i;
    const auto end = one.end_by(one.now + 24h);
    ASSERT_EQ(end, told.stops_at) << i << ' ' << told.sentence;
    if (!end)
      continue;
    ++stops;
    ASSERT_EQ(one.life.why == stop_reason::max_age,
              told.rule == deciding_rule::max_age)
      << i << ' ' << told.sentence;
  }
  EXPECT_GT(stops, 5'000);
}

TEST(ExplainLaws, TheSentenceTellsThatMomentAndNoOtherEnd) {
  std::mt19937 dice{6};
  for (int i = 0; i < 5'000; ++i) {
    const some_case one{dice};
    if (!one.is_running())
      continue;
    const auto told = explained(one.life, one.policy, one.now);
    if (told.stops_at) {
      const auto now = at(one.now);
      ASSERT_THAT(told.sentence,
                  HasSubstr(" at " + words_of(now.to_utc(*told.stops_at),
                                              now.wall)))
        << i;
      ASSERT_THAT(told.sentence, HasSubstr("will be ")) << i;
    } else {
      ASSERT_THAT(told.sentence, testing::Not(HasSubstr("will be "))) << i;
    }
  }
}

TEST(ExplainLaws, EveryPhaseHasASentence) {
  for (std::uint8_t i = 0; to_string(static_cast<phase>(i)) != "unknown"; ++i)
    for (const bool reported : {false, true})
      for (const std::uint32_t failures : {0u, 3u}) {
        auto life = running_since(t0, {});
        life.now = static_cast<phase>(i);
        life.failures = failures;
        if (reported)
          life.reported_at = t0 + 1min;
        const auto told = explained(life, {}, t0 + 2min);
        EXPECT_FALSE(told.sentence.empty()) << to_string(life.now);
        EXPECT_TRUE(told.sentence.ends_with('.')) << told.sentence;
        EXPECT_EQ(told.sentence.find("  "), std::string::npos)
          << told.sentence;
      }
}

// -- some sentences as people read them -----------------------------------------

TEST(Explain, SaysHowItWasFoundAndWhatIsNext) {
  const idle_policy policy{7200s, 1800s, 7200s, false};
  auto life = running_since(t0, policy);
  life.active = 0;
  life.reported_at = t0 + 2h + 27min;
  life.last_chance = true;
  life.next_check = t0 + 2h + 30min;
  const auto now = at(t0 + 2h + 30min - 30s);
  const std::vector<past_check> checks{
    {start.to_utc(t0 + 2h), verdict::idle}};
  const auto told = explain(view_of(life), policy, checks, now);
  EXPECT_EQ(told.rule, deciding_rule::last_chance);
  EXPECT_TRUE(told.stopping_soon);
  EXPECT_EQ(told.sentence,
            "It reported 0 connections 2 min ago. A look at 10:00:00 UTC found "
            "it idle. It will be stopped at 10:30:00 UTC unless it "
            "is used before.");
}

TEST(Explain, SaysWhatHoldsIt) {
  const idle_policy policy{7200s, 1800s, 7200s, false};
  auto life = running_since(t0, policy);
  life.active = 1;
  life.reported_at = t0 + 1h;
  life.held_until = t0 + 3h;
  const auto told = explained(life, policy, t0 + 1h + 3min);
  EXPECT_EQ(told.rule, deciding_rule::in_use);
  EXPECT_EQ(told.sentence,
            "It reported 1 connection 3 min ago, which counts until 11:00:00 "
            "UTC. A client keeps it alive until 11:00:00 UTC. If nothing more "
            "is heard of it, it will be stopped at 12:00:00 UTC.");
}

TEST(Explain, SaysWhyItNeverStops) {
  auto policy = idle_policy{};
  policy.disabled = true;
  const auto life = running_since(t0, policy);
  EXPECT_THAT(explained(life, policy, t0).sentence,
              HasSubstr("never stopped for idleness"));
  policy.disabled = false;
  policy.report_ttl = span::zero();
  auto busy = life;
  busy.active = 3;
  busy.reported_at = t0;
  const auto told = explained(busy, policy, t0 + 1min);
  EXPECT_EQ(told.rule, deciding_rule::report_without_end);
  EXPECT_THAT(told.sentence, HasSubstr("as long as that report counts"));
}

TEST(Explain, SaysHowItEnded) {
  auto life = running_since(t0, {});
  life.now = phase::stopped;
  life.ended = ended_run{t0 + 1h, 137, stop_reason::idle, false};
  EXPECT_EQ(explained(life, {}, t0 + 2h).sentence,
            "It does not run: nobody used it, so it was stopped at 09:00:00 "
            "UTC (exit code 137). It starts when it is asked to.");
}

TEST(Explain, WordsOfTimesAreShort) {
  EXPECT_EQ(words_of(-1s), "0 s");
  EXPECT_EQ(words_of(59s + 900ms), "59 s");
  EXPECT_EQ(words_of(60s), "1 min");
  EXPECT_EQ(words_of(2h), "2 h");
  EXPECT_EQ(words_of(2h + 5min), "2 h 5 min");
  EXPECT_EQ(words_of(48h), "2 d");
  EXPECT_EQ(words_of(start.wall, start.wall), "08:00:00 UTC");
  EXPECT_EQ(words_of(start.wall + 24h, start.wall), "2027-01-16 08:00:00 UTC");
}

} // namespace spin
