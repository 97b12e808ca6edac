#include <mutex>

#include <gmock/gmock.h>

#include "tests/service/service_test.hpp"
#include "tests/support/fake_http.hpp"

using namespace std::chrono_literals;

namespace spin::test {

/// Webhooks of the real server, with each of the stores.
class WebhookService : public ServiceTest,
                       public ::testing::WithParamInterface<const char*> {
protected:
  void SetUp() override {
    if (GetParam() == std::string{"Redis"})
      use_redis();
    settings["sd_webhooks"] =
        "[{url: 'http" + receiver.address().substr(3)
        + "/in', types: 'created, stopped, removed', secret: "
          "0123456789abcdef}]";
    start();
  }

  /// "TYPE" of all that were taken, in order.
  std::vector<std::string> taken() {
    const std::lock_guard hold{mutex};
    return types;
  }

  bool gets(const std::vector<std::string>& all) {
    return eventually([&] { return taken() == all; }, 60s);
  }

  std::mutex mutex;
  int status = 204;
  std::vector<std::string> types;
  std::size_t refused = 0;
  fake_http receiver{
      [this](const fake_request& what) {
        const std::lock_guard hold{mutex};
        const std::string name = "X-Spin-Docker-Event: ";
        const auto at = what.head.find(name) + name.size();
        if (status == 204)
          types.push_back(what.head.substr(at, what.head.find('\r', at) - at));
        else
          ++refused;
        return answer(status, "");
      },
      fake_http::place::loopback};
};

TEST_P(WebhookService, ToldInOrderAndAfterAKillWhatWasNotTaken) {
  const auto made = create();
  ASSERT_TRUE(gets({"created"}));
  {
    const std::lock_guard hold{mutex};
    status = 503;
  }
  ASSERT_EQ(server->patch(made.uri, "status=stopped").status, 200);
  ASSERT_TRUE(becomes(made, "stopped"));
  ASSERT_TRUE(eventually([&] {
    const std::lock_guard hold{mutex};
    return refused > 0;
  }));
  ASSERT_EQ(server->remove(made.uri).status, 204);
  ASSERT_TRUE(agree());
  // What follows from a removal has been stored when it is gone from the
  // engine.
  crash_and_start();
  {
    const std::lock_guard hold{mutex};
    status = 204;
  }
  EXPECT_TRUE(gets({"created", "stopped", "removed"}))
      << ::testing::PrintToString(taken());
}

INSTANTIATE_TEST_SUITE_P(Stores, WebhookService,
                         ::testing::Values("SQLite", "Redis"),
                         [](const auto& store) {
                           return std::string{store.param};
                         });

} // namespace spin::test
