#include "actors/observed.hpp"

#include <gtest/gtest.h>

#include "actors/prober.hpp"
#include "tests/doubles/virtual_time.hpp"

// Actors that are counted and timed, and probed, on virtual time.

namespace spin::test {

namespace {

using namespace std::chrono_literals;

struct counting_state {
  int handled = 0;
};

using counter_handle =
    caf::typed_actor<caf::reacts_to<atom::ping>,
                     // Asks that one and is deaf until it answers.
                     caf::reacts_to<atom::commit, caf::actor>,
                     caf::reacts_to<atom::stop, caf::error>,
                     caf::reacts_to<atom::ended>>;

counter_handle::behavior_type
counter(counter_handle::stateful_pointer<counting_state> self, int begin) {
  self->state.handled = begin;
  return {
      [self](atom::ping) { ++self->state.handled; },
      [self](atom::commit, const caf::actor& whom) {
        self->request(whom, caf::infinite, atom::ping_v).await([](done) {});
      },
      [self](atom::stop, caf::error& why) { self->quit(std::move(why)); },
      [](atom::ended) { throw std::runtime_error("a fault"); },
  };
}

/// Answers a ping only when it is flushed.
caf::behavior
reticent(caf::stateful_actor<std::vector<caf::response_promise>>* self, int) {
  return {
      [self](atom::ping) {
        self->state.push_back(self->make_response_promise());
        return self->state.back();
      },
      [self](atom::flush) {
        for (auto& each : self->state)
          each.deliver(done{});
      },
  };
}

class Observed : public ::testing::Test {
protected:
  Observed() : other(time.system().spawn(reticent, 0)) { all.push_back(other); }

  ~Observed() override {
    caf::anon_send(other, atom::flush_v); // who waits for it is deaf
    time.settle();
    for (const auto& each : all)
      caf::anon_send_exit(each, caf::exit_reason::kill);
    time.settle();
  }

  counter_handle spawn() {
    const auto made =
        time.system().spawn(observed(meters, actor_kind::gateway, counter), 0);
    all.push_back(caf::actor_cast<caf::actor>(made));
    return made;
  }

  actor_meter& meter() { return meters->of(actor_kind::gateway); }
  std::uint64_t ended(actor_end how) {
    return meter().ended[static_cast<std::size_t>(how)].read();
  }

  virtual_time time;
  std::shared_ptr<telemetry> meters = std::make_shared<telemetry>();
  std::vector<caf::actor> all;
  caf::actor other;
};

} // namespace

TEST_F(Observed, EachMessageIsCountedWithItsTime) {
  const auto one = spawn();
  for (int i = 0; i < 5; ++i)
    caf::anon_send(one, atom::ping_v);
  time.settle();
  EXPECT_EQ(meter().handling.read().total, 5u);
  EXPECT_GT(meter().handling.read().sum, 0u);
}

TEST_F(Observed, WhatWaitsIsCountedWhenItIsHandled) {
  const auto one = spawn();
  caf::anon_send(one, atom::commit_v, other);
  caf::anon_send(one, atom::ping_v);
  time.settle();
  EXPECT_EQ(meter().handling.read().total, 1u);
}

TEST_F(Observed, TheMailboxIsLookedAt) {
  const auto one = spawn();
  for (int i = 0; i < 50; ++i)
    caf::anon_send(one, atom::ping_v);
  time.settle();
  EXPECT_EQ(meter().longest_mailbox(std::chrono::steady_clock::now()), 49);
}

TEST_F(Observed, HowEachEndedIsCounted) {
  const std::vector<std::pair<caf::error, actor_end>> ways{
      {caf::error{}, actor_end::normal},
      {caf::make_error(caf::exit_reason::user_shutdown), actor_end::shutdown},
      {caf::make_error(caf::exit_reason::kill), actor_end::killed},
      {to_error({errc::internal, "x"}), actor_end::fault}};
  for (const auto& [why, how] : ways) {
    caf::anon_send(spawn(), atom::stop_v, why);
    time.settle();
    EXPECT_EQ(ended(how), 1u);
  }
  caf::anon_send(spawn(), atom::ended_v);
  time.settle();
  EXPECT_EQ(ended(actor_end::fault), 2u);
  spawn();
  time.settle();
  EXPECT_EQ(meter().spawned.read(), 6u);
  EXPECT_EQ(meter().alive(), 1u);
}

TEST_F(Observed, NothingIsCountedIfNothingIsToBe) {
  meters = std::make_shared<telemetry>(false);
  caf::anon_send(spawn(), atom::ping_v);
  time.settle();
  EXPECT_EQ(meter().spawned.read(), 0u);
  EXPECT_EQ(meter().handling.read().total, 0u);
}

TEST_F(Observed, ItsCountersLiveAsLongAsItself) {
  const auto one = spawn();
  time.settle();
  meters.reset();
  caf::anon_send(one, atom::ping_v);
  caf::anon_send_exit(one, caf::exit_reason::kill);
  time.settle(); // ASan watches
}

TEST_F(Observed, AProbeTellsHowLongMessagesWait) {
  const auto one = spawn();
  const auto whom = caf::actor_cast<caf::actor>(one);
  const auto prober = time.system().spawn(
      prober_actor, meters, probed_actors{{actor_kind::gateway, whom}});
  all.push_back(caf::actor_cast<caf::actor>(prober));
  time.advance(3s);
  EXPECT_EQ(meter().oldest_message(time.now()), 0s);
  EXPECT_EQ(meter().handling.read().total, 3u);
  caf::anon_send(one, atom::commit_v, other);
  time.advance(10s);
  EXPECT_EQ(meter().oldest_message(time.now()), 9s);
}

TEST_F(Observed, AProbeOfWhoIsGoneIsOver) {
  const auto one = spawn();
  const auto whom = caf::actor_cast<caf::actor>(one);
  const auto prober = time.system().spawn(
      prober_actor, meters, probed_actors{{actor_kind::gateway, whom}});
  all.push_back(caf::actor_cast<caf::actor>(prober));
  caf::anon_send_exit(one, caf::exit_reason::kill);
  time.advance(10s);
  EXPECT_EQ(meter().oldest_message(time.now()), 0s);
}

TEST_F(Observed, ATimerThatRingsLateIsSeen) {
  const auto prober =
      time.system().spawn(prober_actor, meters, probed_actors{});
  all.push_back(caf::actor_cast<caf::actor>(prober));
  time.advance(2s);
  EXPECT_EQ(meters->timer_lateness.read().total, 2u);
  EXPECT_EQ(meters->timer_lateness.read().sum, 0u);
}

} // namespace spin::test
