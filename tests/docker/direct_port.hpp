#pragma once

#include "docker/gateway_calls.hpp"

namespace spin::docker {

/// The engine without a gateway around it: answers come where they come.
class direct_port final : public calls_port {
public:
  explicit direct_port(engine& e) : door_(e) {}
  engine& door() override { return door_; }
  callback<done> wrap(callback<done> f) override { return f; }
  callback<std::string> wrap(callback<std::string> f) override { return f; }
  callback<container_info> wrap(callback<container_info> f) override {
    return f;
  }
  callback<engine_info> wrap(callback<engine_info> f) override { return f; }

private:
  engine& door_;
};

} // namespace spin::docker
