// The description of the API, compared with the server that it describes.
#include "tests/service/service_test.hpp"

using namespace std::chrono_literals;

namespace spin::test {

class OpenApiService : public ServiceTest {
  void SetUp() override { start(); }
};

TEST_F(OpenApiService, EveryExampleWorksAndEveryAnswerIsAsDescribed) {
  const auto how =
      run({SPIN_REPLAY, server->url(""), "admin:spindocker"}, 300s);
  EXPECT_EQ(how.exit_code, 0) << how.output;
}

} // namespace spin::test
