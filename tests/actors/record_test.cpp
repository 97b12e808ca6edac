#include "actors/record.hpp"

#include <gtest/gtest.h>

#include <random>

namespace spin {

namespace {

using namespace std::chrono_literals;

const server_policy server{{100s, 10s, 40s, false}, {}, false};
const clock_pair record_time{instant{1000h}, utc{1'800'000'000'000ms}};

/// A view with every field off its default, times within what the policy allows.
container_view random_view(std::uint64_t seed) {
  std::mt19937_64 random{seed};
  auto past = [&] {
    return record_time.steady - std::chrono::milliseconds{random() % 90'000};
  };
  identity who;
  who.id = "id" + std::to_string(seed);
  who.container_id = std::to_string(random());
  who.name = "name";
  who.image = "image";
  who.token_digest[5] = 7;
  who.created_at = utc{std::chrono::milliseconds{random() % 1'000'000}};
  lifecycle life;
  life.now = static_cast<phase>(random() % 10);
  life.want = static_cast<wanted>(random() % 4);
  life.why = static_cast<stop_reason>(random() % 7);
  life.fresh = life.now == phase::creating;
  life.run_id = incarnation{static_cast<std::int64_t>(random() >> 1)};
  life.next_check = record_time.steady + std::chrono::milliseconds{random() % 100'000};
  life.last_chance = random() % 2 == 0;
  life.busy_since_check = random() % 2 == 0;
  life.active = random();
  if (random() % 2)
    life.reported_at = past();
  life.began = past();
  if (random() % 2)
    life.held_until = record_time.steady + std::chrono::seconds{1 + random() % 3600};
  if (random() % 2)
    life.busy_until = record_time.steady + std::chrono::seconds{1 + random() % 3600};
  if (random() % 2)
    life.ended = ended_run{past(), static_cast<int>(random() % 256),
                           static_cast<stop_reason>(random() % 7),
                           random() % 2 == 0};
  policy_overrides own;
  if (random() % 2)
    own.timeout = std::chrono::seconds{1 + random() % 1000};
  if (random() % 2)
    own.on_idle = static_cast<idle_action>(random() % 3);
  create_options options;
  if (random() % 2)
    options.memory = static_cast<std::int64_t>((6 + random() % 9) << 20);
  return {std::make_shared<const identity>(who),
          std::make_shared<const run_facts>(
            run_facts{{{80, transport::tcp, 32768}}, {"172.17.0.2"}}),
          own == policy_overrides{}
            ? nullptr
            : std::make_shared<const policy_overrides>(own),
          share(options), life};
}

} // namespace

TEST(Record, BringsBackWhatItWasMadeOf) {
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    const auto view = random_view(seed);
    const auto back = from_record(to_record(view, {record_time, {}}), server, {record_time, {}});
    EXPECT_EQ(*back.who, *view.who);
    EXPECT_EQ(*back.run, *view.run);
    EXPECT_EQ(back.life, view.life) << seed;
    EXPECT_EQ(back.own == nullptr, view.own == nullptr);
    if (view.own) {
      EXPECT_EQ(*back.own, *view.own);
    }
    EXPECT_EQ(back.made_with, view.made_with) << "it is shared";
  }
}

TEST(Record, KeepsMomentsWhenTheSteadyClockBeganAgain) {
  const auto view = random_view(1);
  const clock_pair later{instant{5s}, record_time.wall + 20s};
  const auto back = from_record(to_record(view, {record_time, "a"}), server, {later, "b"});
  EXPECT_EQ(back.life.next_check - later.steady,
            view.life.next_check - record_time.steady - 20s);
}

// Law: a jump of the wall clock, of any size, moves no deadline.
TEST(Record, AMovedWallClockMovesNothingWhileTheMachineRunsOn) {
  const auto view = random_view(1);
  const auto stored = to_record(view, {record_time, "a"});
  for (const auto jump : {-100h, -1h, 1h, 100h}) {
    const clock_pair later{record_time.steady + 20s, record_time.wall + 20s + jump};
    const auto back = from_record(stored, server, {later, "a"});
    EXPECT_EQ(back.life.next_check, view.life.next_check);
    EXPECT_EQ(back.life.began, view.life.began);
  }
}

TEST(Record, AMomentHasTheSameUtcWheneverItIsRead) {
  const auto deadline = record_time.steady + 7200s + 123456ns;
  for (std::int64_t later = 0; later < 5000; later += 7) {
    const std::chrono::microseconds passed{later};
    const clock_pair then{
      record_time.steady + passed,
      record_time.wall + std::chrono::floor<std::chrono::milliseconds>(passed)};
    EXPECT_EQ(then.to_utc(deadline), record_time.to_utc(deadline)) << later;
  }
}

TEST(Record, AnUnansweredCreateIsStoredAsCreating) {
  auto view = random_view(2);
  view.life.fresh = true;
  view.life.now = phase::starting;
  EXPECT_EQ(to_record(view, {record_time, {}}).now, phase::creating);
  view.life.now = phase::removing;
  EXPECT_EQ(to_record(view, {record_time, {}}).now, phase::removing);
}

TEST(Record, TrustsNoTimeFurtherThanThePolicyAllows) {
  for (const auto wild : {std::chrono::milliseconds::max(),
                          std::chrono::milliseconds::min(),
                          std::chrono::milliseconds{0}}) {
    auto stored = to_record(random_view(3), {record_time, {}});
    stored.own = {};
    stored.next_check = utc{wild};
    stored.reported_at = utc{wild};
    stored.began = utc{wild};
    stored.held_until = utc{wild};
    stored.busy_until = utc{wild};
    stored.last_end = run_end{stop_reason::idle, utc{wild}, 0, false};
    const auto life = from_record(stored, server, {record_time, {}}).life;
    EXPECT_LE(life.next_check, record_time.steady + server.defaults.initial);
    EXPECT_LE(*life.reported_at, record_time.steady);
    EXPECT_LE(life.began, record_time.steady);
    EXPECT_LE(life.held_until, record_time.steady + server.bounds.keep_alive_max);
    EXPECT_LE(life.busy_until, record_time.steady + server.bounds.keep_alive_max);
    EXPECT_LE(life.ended->at, record_time.steady);
  }
}

} // namespace spin
