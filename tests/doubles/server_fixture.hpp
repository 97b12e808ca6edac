#pragma once

#include <gtest/gtest.h>

#include "tests/doubles/simulated_server.hpp"

namespace spin::test {

/// A server that runs when a test begins.
class server_fixture : public simulated_server, public ::testing::Test {
public:
  server_fixture() { boot(); }
};

} // namespace spin::test
