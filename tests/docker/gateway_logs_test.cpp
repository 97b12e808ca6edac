// Logs and statistics through the gateway, with doubles of the engine.
#include <gmock/gmock.h>

#include "docker/gateway_calls.hpp"
#include "tests/docker/gateway_test.hpp"

namespace spin::test {

namespace {

using docker::log_channel;

/// A gateway with one container that runs.
class GatewayLogs : public GatewayTest {
public:
  GatewayLogs() : id(made("a")) {
    call<docker::container_info>(atom::start_v, std::string{"a"}, id, cause{});
  }

  docker::log_reader reader() {
    return {[this](log_channel, std::string_view piece, bool) {
              text += piece;
            },
            [] {}, [this](const std::optional<failure>&) { ++ends; }, steer};
  }

  docker::log_order order(bool follow = false) {
    docker::log_query which;
    which.follow = follow;
    return {id, which, reader()};
  }

  const std::string id;
  std::string text;
  int ends = 0;
  std::shared_ptr<pace> steer = std::make_shared<pace>();
};

} // namespace

// A stop may take its whole grace.
TEST_F(GatewayLogs, WhoReadsWaitsForNoStop) {
  engine->print(id, log_channel::out, "hello\n");
  engine->hold("stop");
  auto stop = ask<docker::container_info>(time, gateway, atom::stop_v,
                                          std::string{"a"},
                                          stop_order{id});
  EXPECT_TRUE(
    call<done>(atom::logs_v, std::string{"a"}, order(true), cause{}));
  EXPECT_TRUE(call<docker::container_stats>(atom::stats_v, std::string{"a"},
                                            id, cause{}));
  EXPECT_TRUE(call<done>(atom::stats_v, std::string{"a"},
                         docker::stats_order{id, {}}, cause{}));
  engine->tell_readers();
  EXPECT_EQ(text, "hello\n");
  EXPECT_FALSE(stop->here());
  engine->release();
  time.settle();
  EXPECT_TRUE(stop->here());
  engine->tell_readers();
  EXPECT_EQ(ends, 1) << "a log ends with its run";
}

TEST_F(GatewayLogs, ALogThatCannotBeReadSaysWhy) {
  for (const auto* verb : {"inspect", "logs"})
    for (const auto code : {errc::engine_refused, errc::no_such_container,
                            errc::engine_down, errc::timed_out}) {
      engine->fail_next(verb, code);
      const auto how
        = call<done>(atom::logs_v, std::string{"a"}, order(), cause{});
      ASSERT_FALSE(how) << verb;
      EXPECT_EQ(how.error().code, code) << verb;
    }
  EXPECT_EQ(ends, 0);
  EXPECT_EQ(engine->readers(), 0u);
}

TEST_F(GatewayLogs, OneThatHoldsBackGetsItLater) {
  steer->hold();
  EXPECT_TRUE(
    call<done>(atom::logs_v, std::string{"a"}, order(true), cause{}));
  engine->print(id, log_channel::out, "hello\n");
  EXPECT_EQ(text, "");
  steer->go_on();
  engine->tell_readers();
  EXPECT_EQ(text, "hello\n");
  steer->end();
  engine->tell_readers();
  EXPECT_EQ(engine->readers(), 0u);
  EXPECT_EQ(ends, 1);
}

} // namespace spin::test
