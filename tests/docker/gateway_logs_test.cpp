// Logs and statistics through the gateway, with doubles of the engine.
#include "docker/gateway.hpp"

#include <gmock/gmock.h>

#include "config/logging.hpp"
#include "docker/gateway_calls.hpp"
#include "docker/store_writer.hpp"
#include "tests/doubles/memory_store.hpp"
#include "tests/doubles/simulated_engine.hpp"
#include "tests/doubles/virtual_time.hpp"

namespace spin::test {

namespace {

using docker::log_channel;

/// A gateway with one container that runs.
class GatewayLogs : public ::testing::Test {
public:
  GatewayLogs() {
    log::init(config::log_level::error, config::log_format::text);
    writer = time.system().spawn(
      docker::store_writer_actor,
      std::unique_ptr<store::store>{
        std::make_unique<memory_store>(std::make_shared<memory>())},
      std::shared_ptr<health_board>{}, std::make_shared<telemetry>());
    gateway = time.system().spawn(docker::gateway_actor,
                                  std::shared_ptr<docker::engine>{engine},
                                  writer, docker::gateway_config{});
    engine->add_image("app");
    docker::container_spec what;
    what.name = "name";
    what.image = "app";
    what.labels = {{docker::label::id, "a"},
                   {docker::label::instance, "default"}};
    id = call<std::string>(atom::create_v, std::string{"a"}, what, cause{})
           .value();
    call<docker::container_info>(atom::start_v, std::string{"a"}, id, cause{});
  }

  ~GatewayLogs() override {
    caf::anon_send_exit(gateway, caf::exit_reason::kill);
    caf::anon_send_exit(writer, caf::exit_reason::kill);
    time.settle();
  }

  template <class T, class... Parts>
  outcome<T> call(Parts... what) {
    auto how = ask<T>(time, gateway, what...);
    time.settle();
    return how->here() ? **how : fail(errc::internal, "not answered");
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

  virtual_time time;
  std::shared_ptr<simulated_engine> engine
    = std::make_shared<simulated_engine>();
  store_writer_handle writer;
  gateway_handle gateway;
  std::string id;
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
