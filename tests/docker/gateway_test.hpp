#pragma once

#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "config/logging.hpp"
#include "docker/gateway.hpp"
#include "docker/store_writer.hpp"
#include "tests/doubles/memory_store.hpp"
#include "tests/doubles/simulated_engine.hpp"
#include "tests/doubles/virtual_time.hpp"

namespace spin::test {

/// The gateway and the store writer as actors, on virtual time, over an engine
/// that has the image "app".
class GatewayTest : public ::testing::Test {
public:
  GatewayTest() {
    log::init(config::log_level::error, config::log_format::text);
    engine->add_image("app");
    writer = time.system().spawn(
      docker::store_writer_actor,
      std::unique_ptr<store::store>{std::make_unique<memory_store>(stored)},
      std::shared_ptr<health_board>{}, std::make_shared<telemetry>());
    gateway = time.system().spawn(docker::gateway_actor,
                                  std::shared_ptr<docker::engine>{engine},
                                  writer, docker::gateway_config{});
  }

  ~GatewayTest() override {
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

  static docker::container_spec spec(const std::string& id) {
    docker::container_spec what;
    what.name = "name-" + id;
    what.image = "app";
    what.labels = {{docker::label::id, id},
                   {docker::label::instance, "default"}};
    return what;
  }

  /// Creates a container with our `id`; returns the engine's.
  std::string made(const std::string& id) {
    return call<std::string>(atom::create_v, id, spec(id), cause{}).value();
  }

  virtual_time time;
  std::shared_ptr<simulated_engine> engine
    = std::make_shared<simulated_engine>();
  std::shared_ptr<memory> stored = std::make_shared<memory>();
  store_writer_handle writer;
  gateway_handle gateway;
};

} // namespace spin::test
